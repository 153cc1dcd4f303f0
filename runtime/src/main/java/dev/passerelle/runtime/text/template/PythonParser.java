package dev.passerelle.runtime.text.template;

import static dev.passerelle.runtime.text.template.Computed.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import jinjava.de.odysseus.el.tree.impl.Builder;
import jinjava.de.odysseus.el.tree.impl.Scanner.ScanException;
import jinjava.de.odysseus.el.tree.impl.Scanner.Symbol;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;
import org.jspecify.annotations.Nullable;

/// The rest of the grammar: literals, names, members, slices, calls, filters and tests. Makes nodes
/// that compute as Python does; Java's methods and properties are out of reach.
final class PythonParser extends PythonOperators {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
    private static final Set<String> WORDS = Set.of("if", "else", "and", "or", "not", "in", "is");

    private PythonParser(Builder context, String expression) {
        super(context, expression);
    }

    /// What Jinjava asks for a parser.
    static final class Syntax extends Builder {

        private static final long serialVersionUID = 1;

        @Override
        protected PythonParser createParser(String expression) {
            return new PythonParser(this, expression);
        }
    }

    @Override
    protected @Nullable AstNode filter(boolean required) throws ScanException, ParseException {
        AstNode input = unary(required);
        while (input != null) {
            AstNode value = input;
            if (passed("|")) {
                String name = name();
                Call arguments = arguments();
                input = new Computed(r -> r.filter(name, result(value, r), arguments.in(r)));
            } else if (passed("is")) {
                boolean wanted = !passed("not");
                String name = consumeToken().getImage();
                Call arguments = testArguments();
                input =
                        new Computed(
                                r -> r.test(name, result(value, r), arguments.in(r)) == wanted);
            } else {
                break;
            }
        }
        return input;
    }

    private Call arguments() throws ScanException, ParseException {
        return getToken().getSymbol() == Symbol.LPAREN ? call() : Call.NONE;
    }

    /// `is divisibleby 3` has one without parentheses.
    private Call testArguments() throws ScanException, ParseException {
        if (getToken().getSymbol() == Symbol.LPAREN) {
            return call();
        }
        AstNode argument = value();
        return argument == null ? Call.NONE : new Call(List.of(argument), Map.of());
    }

    /// The arguments of a call, to be computed when it happens.
    private record Call(List<AstNode> positional, Map<String, AstNode> named) {

        private static final Call NONE = new Call(List.of(), Map.of());

        Arguments in(PythonInterpreter rendering) {
            List<Object> values = new ArrayList<>();
            positional.forEach(each -> values.add(result(each, rendering)));
            Map<String, Object> byName = new LinkedHashMap<>();
            named.forEach((name, each) -> byName.put(name, result(each, rendering)));
            return new Arguments(values, byName);
        }
    }

    private Call call() throws ScanException, ParseException {
        consumeToken(Symbol.LPAREN);
        List<AstNode> positional = new ArrayList<>();
        Map<String, AstNode> named = new LinkedHashMap<>();
        while (getToken().getSymbol() != Symbol.RPAREN) {
            if (NAME.matcher(getToken().getImage()).matches() && is(lookahead(0), "=")) {
                String name = consumeToken().getImage();
                consumeToken();
                named.put(name, needed(expr(true)));
            } else {
                positional.add(needed(expr(true)));
            }
            comma(Symbol.RPAREN);
        }
        consumeToken();
        return new Call(positional, named);
    }

    /// Passes the comma between elements, or the one that may follow the last.
    private void comma(Symbol end) throws ScanException, ParseException {
        if (getToken().getSymbol() != end) {
            consumeToken(Symbol.COMMA);
        }
    }

    @Override
    protected @Nullable AstNode value() throws ScanException, ParseException {
        AstNode found = primary();
        while (found != null) {
            AstNode base = found;
            switch (getToken().getSymbol()) {
                case DOT -> {
                    consumeToken();
                    String name = name();
                    found = new Computed(r -> Members.attribute(result(base, r), name));
                }
                case LBRACK -> found = subscript(base);
                case LPAREN -> {
                    Call call = call();
                    found = new Computed(r -> r.call(result(base, r), call.in(r)));
                }
                default -> {
                    return base;
                }
            }
        }
        return null;
    }

    private String name() throws ScanException, ParseException {
        String image = getToken().getImage();
        if (getToken().getSymbol() == Symbol.STRING || !NAME.matcher(image).matches()) {
            fail("a name");
        }
        consumeToken();
        return image;
    }

    private AstNode subscript(AstNode base) throws ScanException, ParseException {
        consumeToken(Symbol.LBRACK);
        AstNode from = bound();
        if (getToken().getSymbol() == Symbol.RBRACK) {
            consumeToken();
            AstNode key = needed(from);
            return new Computed(r -> Members.item(result(base, r), result(key, r)));
        }
        consumeToken(Symbol.COLON);
        AstNode to = bound();
        AstNode step = null;
        if (getToken().getSymbol() == Symbol.COLON) {
            consumeToken();
            step = bound();
        }
        consumeToken(Symbol.RBRACK);
        AstNode by = step;
        return new Computed(
                r -> Slices.of(result(base, r), orNone(from, r), orNone(to, r), orNone(by, r)));
    }

    private @Nullable AstNode bound() throws ScanException, ParseException {
        return next(":") || next("]") ? null : expr(true);
    }

    private static Object orNone(@Nullable AstNode bound, PythonInterpreter rendering) {
        return bound == null ? None.NONE : result(bound, rendering);
    }

    private @Nullable AstNode primary() throws ScanException, ParseException {
        return switch (getToken().getSymbol()) {
            case STRING -> string();
            case INTEGER -> constant(Long.valueOf(consumeToken().getImage()));
            case FLOAT -> constant(Double.valueOf(consumeToken().getImage()));
            case LPAREN -> parenthesized();
            case LBRACK -> list();
            default -> next("{") ? mapping() : named(getToken().getImage());
        };
    }

    private static AstNode constant(Object value) {
        return new Computed(_ -> value);
    }

    private AstNode string() throws ScanException, ParseException {
        StringBuilder text = new StringBuilder();
        while (getToken().getSymbol() == Symbol.STRING) {
            text.append(consumeToken().getImage());
        }
        return constant(text.toString());
    }

    private @Nullable AstNode named(String name) throws ScanException, ParseException {
        if (!NAME.matcher(name).matches() || WORDS.contains(name)) {
            return null;
        }
        consumeToken();
        return switch (name) {
            case "none", "None" -> constant(None.NONE);
            case "true", "True" -> constant(true);
            case "false", "False" -> constant(false);
            default -> new Computed(r -> r.variable(name));
        };
    }

    private AstNode parenthesized() throws ScanException, ParseException {
        consumeToken();
        List<AstNode> parts = new ArrayList<>();
        boolean tuple = next(")");
        while (!next(")")) {
            parts.add(needed(expr(true)));
            tuple |= next(",");
            comma(Symbol.RPAREN);
        }
        consumeToken();
        return tuple ? elements(parts) : parts.getFirst();
    }

    private AstNode list() throws ScanException, ParseException {
        consumeToken();
        List<AstNode> parts = new ArrayList<>();
        while (!next("]")) {
            parts.add(needed(expr(true)));
            comma(Symbol.RBRACK);
        }
        consumeToken();
        return elements(parts);
    }

    private static AstNode elements(List<AstNode> parts) {
        return new Computed(r -> {
            List<Object> values = new ArrayList<>();
            parts.forEach(each -> values.add(result(each, r)));
            return values;
        });
    }

    private AstNode mapping() throws ScanException, ParseException {
        consumeToken();
        List<AstNode> keys = new ArrayList<>();
        List<AstNode> parts = new ArrayList<>();
        while (!next("}")) {
            keys.add(needed(expr(true)));
            consumeToken(Symbol.COLON);
            parts.add(needed(expr(true)));
            if (!next("}")) {
                consumeToken(Symbol.COMMA);
            }
        }
        consumeToken();
        return new Computed(r -> {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                map.put(result(keys.get(i), r), result(parts.get(i), r));
            }
            return map;
        });
    }
}
