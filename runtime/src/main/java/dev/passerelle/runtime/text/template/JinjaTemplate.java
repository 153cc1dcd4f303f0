package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A template in Jinja2 as transformers sets it up: `trim_blocks`, `lstrip_blocks`, loop controls,
/// `{% generation %}`, `tojson`, `raise_exception`, `strftime_now`. Rendered by Jinjava; what it
/// can't do is refused by its name. Any number of threads may render it.
///
/// Templates reach nothing but the values they are given; what they print and how often they loop
/// is bounded.
///
/// @param source the template's text
public record JinjaTemplate(String source) {

    /// @param variables of strings, numbers, booleans, lists, maps and nulls
    /// @param now what `strftime_now` tells
    /// @throws TemplateException if it fails or refuses what it is given
    public String render(Map<String, ? extends @Nullable Object> variables, ZonedDateTime now) {
        RenderResult result;
        try {
            result = PythonJinjava.INSTANCE.renderForResult(source, values(variables, now));
        } catch (StackOverflowError e) {
            throw new TemplateException("the template or its values are nested too deeply");
        }
        for (TemplateError error : result.getErrors()) {
            throw failure(error);
        }
        return result.getOutput();
    }

    private static Map<String, Object> values(
            Map<String, ? extends @Nullable Object> variables, ZonedDateTime now) {
        Map<String, Object> values = new HashMap<>(Globals.ALL);
        values.put("strftime_now", (Function) args -> Dates.format(now, args.text(0, "format")));
        variables.forEach((name, value) -> values.put(name, Values.of(value)));
        return values;
    }

    private static TemplateException failure(TemplateError error) {
        for (Throwable e = error.getException(); e != null; e = e.getCause()) {
            if (e instanceof TemplateException known) {
                return known.at(error.getLineno());
            }
        }
        return new TemplateException(error.getMessage(), error.getLineno());
    }
}
