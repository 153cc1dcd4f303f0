package dev.passerelle.runtime.text.jinja;

import dev.passerelle.runtime.text.jinja.Expression.Given;
import dev.passerelle.runtime.text.jinja.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Expressions, with Jinja2's precedence.
final class ExpressionParser {

    private static final Expression NONE = new Expression.Literal(None.NONE);
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final TokenStream tokens;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /// An expression; several with commas are a list.
    Expression several() {
        return several(true);
    }

    /// @param conditional whether `a if b else c` is allowed
    Expression several(boolean conditional) {
        Expression first = conditional ? expression() : or();
        if (!tokens.current().is(",")) {
            return first;
        }
        List<Expression> all = new ArrayList<>(List.of(first));
        while (tokens.skip(",") && !ends()) {
            all.add(conditional ? expression() : or());
        }
        return new Expression.ListOf(all);
    }

    private boolean ends() {
        return switch (tokens.current().kind()) {
            case OUTPUT_END, BLOCK_END -> true;
            default -> tokens.current().is(")") || tokens.current().is("=");
        };
    }

    Expression expression() {
        Expression value = or();
        while (tokens.skipName("if")) {
            Expression condition = or();
            Expression otherwise =
                    tokens.skipName("else")
                            ? expression()
                            : new Expression.Literal(
                                    new Undefined("the condition is false and there is no else"));
            value = new Expression.Conditional(condition, value, otherwise);
        }
        return value;
    }

    private Expression or() {
        Expression left = and();
        while (tokens.skipName("or")) {
            left = new Expression.Or(left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (tokens.skipName("and")) {
            left = new Expression.And(left, not());
        }
        return left;
    }

    private Expression not() {
        return tokens.skipName("not") ? new Expression.Not(not()) : comparison();
    }

    private Expression comparison() {
        Expression first = sum();
        List<String> operators = new ArrayList<>();
        List<Expression> others = new ArrayList<>();
        while (true) {
            Token token = tokens.current();
            if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
                operators.add(tokens.next().text());
            } else if (tokens.skipName("in")) {
                operators.add("in");
            } else if (token.isName("not") && tokens.following().isName("in")) {
                tokens.next();
                tokens.next();
                operators.add("not in");
            } else {
                return operators.isEmpty()
                        ? first
                        : new Expression.Compared(first, operators, others);
            }
            others.add(sum());
        }
    }

    private Expression sum() {
        Expression left = joined();
        while (tokens.current().is("+") || tokens.current().is("-")) {
            left = new Expression.Arithmetic(left, tokens.next().text(), joined());
        }
        return left;
    }

    private Expression joined() {
        Expression first = product();
        if (!tokens.current().is("~")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>(List.of(first));
        while (tokens.skip("~")) {
            parts.add(product());
        }
        return new Expression.Joined(parts);
    }

    private Expression product() {
        Expression left = power();
        while (Set.of("*", "/", "//", "%").contains(tokens.current().text())
                && tokens.current().kind() == Kind.OPERATOR) {
            left = new Expression.Arithmetic(left, tokens.next().text(), power());
        }
        return left;
    }

    private Expression power() {
        Expression left = unary(true);
        while (tokens.current().is("**")) {
            left = new Expression.Arithmetic(left, tokens.next().text(), unary(true));
        }
        return left;
    }

    private Expression unary(boolean filters) {
        Expression value;
        if (tokens.skip("-")) {
            value = new Expression.Negated(unary(false));
        } else if (tokens.skip("+")) {
            value = unary(false);
        } else {
            value = postfix(primary());
        }
        return filters ? filtered(value) : value;
    }

    private Expression primary() {
        Token token = tokens.next();
        return switch (token.kind()) {
            case NAME -> named(token.text());
            case STRING -> string(token);
            case INTEGER -> new Expression.Literal(Values.of(new BigInteger(token.text())));
            case FLOAT -> new Expression.Literal(Double.parseDouble(token.text()));
            case OPERATOR -> enclosed(token);
            default -> throw tokens.unexpected(token);
        };
    }

    private static Expression named(String name) {
        return switch (name) {
            case "true", "True" -> new Expression.Literal(true);
            case "false", "False" -> new Expression.Literal(false);
            case "none", "None" -> NONE;
            default -> new Expression.Name(name);
        };
    }

    private Expression string(Token first) {
        StringBuilder text = new StringBuilder(first.text());
        while (tokens.current().kind() == Kind.STRING) {
            text.append(tokens.next().text());
        }
        return new Expression.Literal(text.toString());
    }

    private Expression enclosed(Token open) {
        return switch (open.text()) {
            case "(" -> {
                Expression value =
                        tokens.current().is(")") ? new Expression.ListOf(List.of()) : several();
                tokens.expect(")");
                yield value;
            }
            case "[" -> new Expression.ListOf(elements());
            case "{" -> map();
            default -> throw tokens.unexpected(open);
        };
    }

    private List<Expression> elements() {
        List<Expression> elements = new ArrayList<>();
        while (!tokens.skip("]")) {
            elements.add(expression());
            if (!tokens.current().is("]")) {
                tokens.expect(",");
            }
        }
        return elements;
    }

    private Expression map() {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!tokens.skip("}")) {
            keys.add(expression());
            tokens.expect(":");
            values.add(expression());
            if (!tokens.current().is("}")) {
                tokens.expect(",");
            }
        }
        return new Expression.MapOf(keys, values);
    }

    private Expression postfix(Expression base) {
        Expression value = base;
        while (true) {
            if (tokens.skip(".")) {
                Token name = tokens.next();
                value =
                        name.kind() == Kind.INTEGER
                                ? new Expression.Item(
                                        value, new Expression.Literal(Long.valueOf(name.text())))
                                : new Expression.Attribute(value, name.text());
            } else if (tokens.skip("[")) {
                value = subscript(value);
            } else if (tokens.current().is("(")) {
                value = new Expression.Call(value, given());
            } else {
                return value;
            }
        }
    }

    private Expression subscript(Expression base) {
        Expression from = tokens.current().is(":") ? NONE : several();
        if (tokens.skip("]")) {
            return new Expression.Item(base, from);
        }
        Expression to = bound();
        Expression step = tokens.current().is("]") ? NONE : bound();
        tokens.expect("]");
        return new Expression.Slice(base, from, to, step);
    }

    private Expression bound() {
        tokens.expect(":");
        return tokens.current().is(":") || tokens.current().is("]") ? NONE : expression();
    }

    private Given given() {
        tokens.expect("(");
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!tokens.skip(")")) {
            if (tokens.current().kind() == Kind.NAME && tokens.following().is("=")) {
                String name = tokens.next().text();
                tokens.expect("=");
                named.put(name, expression());
            } else {
                positional.add(expression());
            }
            if (!tokens.current().is(")")) {
                tokens.expect(",");
            }
        }
        return new Given(positional, named);
    }

    /// What may follow a value: filters, tests, calls of what a filter gives.
    Expression filtered(Expression base) {
        Expression value = base;
        while (true) {
            if (tokens.skip("|")) {
                value = filter(value);
            } else if (tokens.skipName("is")) {
                value = test(value);
            } else if (tokens.current().is("(")) {
                value = new Expression.Call(value, given());
            } else {
                return value;
            }
        }
    }

    Expression filter(Expression value) {
        Token name = tokens.name();
        Filters.Filter filter = Filters.named(name.text(), name.line());
        Given given = tokens.current().is("(") ? given() : Given.NOTHING;
        return new Expression.Filtered(value, filter, given);
    }

    private Expression test(Expression value) {
        boolean negated = tokens.skipName("not");
        Token name = tokens.next();
        Tests.Test test = Tests.named(name.text(), name.line());
        return new Expression.Tested(value, test, testGiven(), negated);
    }

    private Given testGiven() {
        Token token = tokens.current();
        if (token.is("(")) {
            return given();
        }
        boolean argument =
                switch (token.kind()) {
                    case STRING, INTEGER, FLOAT -> true;
                    case NAME ->
                            !Set.of("else", "or", "and", "is", "if", "not", "in")
                                    .contains(token.text());
                    case OPERATOR -> token.is("[") || token.is("{");
                    default -> false;
                };
        return argument ? new Given(List.of(postfix(primary())), Map.of()) : Given.NOTHING;
    }
}
