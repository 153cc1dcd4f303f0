package dev.passerelle.runtime.text.jinja;

import dev.passerelle.runtime.text.jinja.Statement.Block;
import dev.passerelle.runtime.text.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Text and tags.
final class StatementParser {

    private static final Block NOTHING = new Block(List.of());

    private final TokenStream tokens;
    private final ExpressionParser expressions;

    StatementParser(List<Token> tokens) {
        this.tokens = new TokenStream(tokens);
        this.expressions = new ExpressionParser(this.tokens);
    }

    Statement template() {
        Block body = block(Set.of());
        if (tokens.current().kind() != Kind.END) {
            throw tokens.unexpected(tokens.current());
        }
        return body;
    }

    /// What stands before one of these tags, whose name is then the current token.
    private Block block(Set<String> ends) {
        List<Statement> parts = new ArrayList<>();
        while (true) {
            Token token = tokens.current();
            switch (token.kind()) {
                case DATA -> parts.add(new Statement.Text(tokens.next().text()));
                case OUTPUT_BEGIN -> {
                    tokens.next();
                    Statement output = new Statement.Output(expressions.several());
                    tokens.expect(Kind.OUTPUT_END);
                    parts.add(new Statement.Placed(output, token.line()));
                }
                case BLOCK_BEGIN -> {
                    tokens.next();
                    if (ends.contains(tokens.current().text())) {
                        return new Block(List.copyOf(parts));
                    }
                    parts.add(new Statement.Placed(tag(), token.line()));
                }
                case END -> {
                    if (!ends.isEmpty()) {
                        throw new TemplateException(
                                "unexpected end of template: %s is missing"
                                        .formatted(String.join(" or ", ends)),
                                token.line());
                    }
                    return new Block(List.copyOf(parts));
                }
                default -> throw tokens.unexpected(token);
            }
        }
    }

    private Statement tag() {
        Token name = tokens.name();
        return switch (name.text()) {
            case "if" -> condition();
            case "for" -> loop();
            case "set" -> set();
            case "macro" -> macro();
            case "call" -> call();
            case "filter" -> filter();
            case "with" -> with();
            case "generation" -> {
                end();
                yield new Statement.Inner(List.of(), body("endgeneration"));
            }
            case "break" -> jump(Statement.Ending.BREAK);
            case "continue" -> jump(Statement.Ending.CONTINUE);
            default ->
                    throw new TemplateException(
                            "unknown tag '%s'".formatted(name.text()), name.line());
        };
    }

    private Statement jump(Statement.Ending ending) {
        end();
        return (_, _) -> ending;
    }

    private void end() {
        tokens.expect(Kind.BLOCK_END);
    }

    /// A body and the tag that ends it.
    private Block body(String end) {
        Block body = block(Set.of(end));
        tokens.next();
        end();
        return body;
    }

    private Statement condition() {
        Expression condition = expressions.several();
        end();
        Block then = block(Set.of("elif", "else", "endif"));
        return new Statement.If(condition, then, otherwise());
    }

    private Statement otherwise() {
        Token tag = tokens.next();
        if (tag.isName("elif")) {
            return condition();
        }
        end();
        return tag.isName("else") ? body("endif") : NOTHING;
    }

    private Statement loop() {
        Target target = target();
        if (!tokens.skipName("in")) {
            throw tokens.unexpected(tokens.current());
        }
        Expression values = expressions.several(false);
        Expression condition = tokens.skipName("if") ? expressions.expression() : null;
        end();
        Block body = block(Set.of("else", "endfor"));
        boolean otherwise = tokens.next().isName("else");
        end();
        return new Statement.For(
                target, values, condition, body, otherwise ? body("endfor") : NOTHING);
    }

    private Target target() {
        List<Target> targets = new ArrayList<>();
        boolean enclosed = tokens.skip("(");
        boolean several = enclosed;
        do {
            if (tokens.current().kind() != Kind.NAME || tokens.current().isName("in")) {
                break;
            }
            String name = tokens.name().text();
            targets.add(
                    tokens.skip(".")
                            ? new Target.Member(name, tokens.name().text())
                            : new Target.Variable(name));
            several |= tokens.current().is(",");
        } while (tokens.skip(","));
        if (enclosed) {
            tokens.expect(")");
        }
        if (targets.isEmpty()) {
            throw tokens.unexpected(tokens.current());
        }
        return several ? new Target.Several(targets) : targets.getFirst();
    }

    private Statement set() {
        Target target = target();
        if (tokens.skip("=")) {
            Expression value = expressions.several();
            end();
            return new Statement.Set(target, value);
        }
        return capture(target, "endset");
    }

    private Statement capture(@Nullable Target target, String end) {
        Expression filtered = expressions.filtered(new Expression.Name(Statement.Capture.BODY));
        end();
        return new Statement.Capture(target, body(end), filtered);
    }

    private Statement filter() {
        Expression filtered =
                expressions.filtered(
                        expressions.filter(new Expression.Name(Statement.Capture.BODY)));
        end();
        return new Statement.Capture(null, body("endfilter"), filtered);
    }

    private Statement with() {
        List<Statement.Set> variables = new ArrayList<>();
        while (tokens.current().kind() != Kind.BLOCK_END) {
            Target target = target();
            tokens.expect("=");
            variables.add(new Statement.Set(target, expressions.expression()));
            tokens.skip(",");
        }
        end();
        return new Statement.Inner(variables, body("endwith"));
    }

    private Statement macro() {
        String name = tokens.name().text();
        List<Macro.Parameter> parameters = parameters();
        end();
        return new Statement.Define(new Macro(name, parameters, body("endmacro")));
    }

    private Statement call() {
        List<Macro.Parameter> parameters = tokens.current().is("(") ? parameters() : List.of();
        if (!(expressions.expression() instanceof Expression.Call called)) {
            throw new TemplateException("expected call", tokens.current().line());
        }
        end();
        return new Statement.CallWith(called, new Macro("caller", parameters, body("endcall")));
    }

    private List<Macro.Parameter> parameters() {
        List<Macro.Parameter> parameters = new ArrayList<>();
        tokens.expect("(");
        while (!tokens.skip(")")) {
            String name = tokens.name().text();
            Expression missing =
                    tokens.skip("=")
                            ? expressions.expression()
                            : new Expression.Literal(Undefined.name(name));
            parameters.add(new Macro.Parameter(name, missing));
            tokens.skip(",");
        }
        return parameters;
    }
}
