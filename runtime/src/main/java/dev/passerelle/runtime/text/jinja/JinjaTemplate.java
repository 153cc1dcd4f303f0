package dev.passerelle.runtime.text.jinja;

import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A parsed template. Holds no state: any number of threads may render it.
///
/// Jinja2 as transformers configures it: `trim_blocks`, `lstrip_blocks`, loop controls, `{%
/// generation %}`, `tojson`, `raise_exception`, `strftime_now`. Templates reach nothing but the
/// values they are given; their output and their steps are bounded.
public final class JinjaTemplate {

    private final Statement body;

    private JinjaTemplate(Statement body) {
        this.body = body;
    }

    /// @throws TemplateException if it is not Jinja, or more of it than is known here
    public static JinjaTemplate parse(String source) {
        return new JinjaTemplate(new StatementParser(Lexer.tokens(source)).template());
    }

    /// @param variables of strings, numbers, booleans, lists, maps and nulls
    /// @param now what `strftime_now` tells
    /// @throws TemplateException if it fails or refuses what it is given
    public String render(Map<String, ? extends @Nullable Object> variables, ZonedDateTime now) {
        Map<String, Object> values = new LinkedHashMap<>();
        variables.forEach((name, value) -> values.put(name, Values.of(value)));
        Rendering rendering = new Rendering(now);
        StringBuilder out = new StringBuilder();
        try {
            body.run(new Scope(rendering, values), out);
        } catch (StackOverflowError e) {
            throw new TemplateException("the template or its values are nested too deeply");
        }
        return out.toString();
    }
}
