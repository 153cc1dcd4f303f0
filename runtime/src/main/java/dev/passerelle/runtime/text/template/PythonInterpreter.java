package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.el.ext.AstMacroFunction;
import com.hubspot.jinjava.el.ext.NamedParameter;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.InterpreterFactory;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.lib.fn.MacroFunction;
import com.hubspot.jinjava.tree.Node;
import java.util.ArrayList;
import java.util.List;

/// One rendering: Jinjava's, except that values print as Python's `str` makes them, that the first
/// error ends it, and that its loops come to an end.
final class PythonInterpreter extends JinjavaInterpreter {

    private static final long MOST_TURNS = 500_000;

    private long turns;

    private PythonInterpreter(Jinjava jinjava, Context context, JinjavaConfig config) {
        super(jinjava, context, config);
    }

    private PythonInterpreter(JinjavaInterpreter original) {
        super(original);
    }

    static final InterpreterFactory FACTORY =
            new InterpreterFactory() {
                @Override
                public JinjavaInterpreter newInstance(JinjavaInterpreter original) {
                    return new PythonInterpreter(original);
                }

                @Override
                public JinjavaInterpreter newInstance(
                        Jinjava jinjava, Context context, JinjavaConfig config) {
                    return new PythonInterpreter(jinjava, context, config);
                }
            };

    /// Settles white space first: Jinjava's own `lstrip_blocks` also strips within a line.
    @Override
    public Node parse(String template) {
        return super.parse(Whitespace.settle(template));
    }

    @Override
    public String getAsString(Object value) {
        return Values.text(value);
    }

    /// Jinjava would collect errors and render on.
    @Override
    public void addError(TemplateError error) {
        for (Throwable e = error.getException(); e != null; e = e.getCause()) {
            if (e instanceof TemplateException known) {
                throw known.at(getLineNumber());
            }
        }
        throw new TemplateException(
                error.getMessage(), error.getLineno() > 0 ? error.getLineno() : getLineNumber());
    }

    /// Counts a turn of a loop.
    void turn() {
        if (++turns > MOST_TURNS) {
            throw new TemplateException("the template doesn't come to an end");
        }
    }

    Object variable(String name) {
        Object value = getContext().get(name);
        if (value == null) {
            value = getContext().getGlobalMacro(name);
        }
        return value == null ? Undefined.name(name) : value;
    }

    Object filter(String name, Object value, Arguments arguments) {
        Filter filter = getContext().getFilter(name);
        if (filter == null) {
            throw new TemplateException("No filter named '%s'.".formatted(name));
        }
        return filter.filter(value, this, arguments.positional().toArray(), arguments.named());
    }

    boolean test(String name, Object value, Arguments arguments) {
        ExpTest test = getContext().getExpTest(name);
        if (test == null) {
            throw new TemplateException("No test named '%s'.".formatted(name));
        }
        return test.evaluate(value, this, arguments.positional().toArray());
    }

    Object call(Object called, Arguments arguments) {
        return switch (called) {
            case Function function -> function.call(arguments);
            case MacroFunction macro -> macro(macro, arguments);
            case Undefined(var complaint) -> throw new TemplateException(complaint);
            default ->
                    throw new TemplateException(
                            "'%s' object is not callable".formatted(Values.type(called)));
        };
    }

    private Object macro(MacroFunction macro, Arguments arguments) {
        List<Object> given = new ArrayList<>(arguments.positional());
        arguments.named().forEach((name, value) -> given.add(new NamedParameter(name, value)));
        if (macro.isCaller()) {
            return macro.evaluate(given.toArray());
        }
        int line = getLineNumber();
        try (var depth =
                AstMacroFunction.checkAndPushMacroStackWithWrapper(this, macro.getName()).get()) {
            return depth.value().match(_ -> "", _ -> macro.evaluate(given.toArray()));
        } finally {
            setLineNumber(line);
        }
    }
}
