package dev.passerelle.runtime.text.template;

import static dev.passerelle.runtime.text.template.Computed.result;

import com.hubspot.jinjava.el.ext.ExtendedParser;
import java.util.ArrayList;
import java.util.List;
import jinjava.de.odysseus.el.tree.impl.Builder;
import jinjava.de.odysseus.el.tree.impl.Scanner;
import jinjava.de.odysseus.el.tree.impl.Scanner.ScanException;
import jinjava.de.odysseus.el.tree.impl.Scanner.Symbol;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;
import org.jspecify.annotations.Nullable;

/// Jinjava's parser of expressions with the order of precedence of Jinja2's: `not` binds weaker
/// than comparisons, which chain, and `~` stronger than `+`.
abstract class PythonOperators extends ExtendedParser {

    PythonOperators(Builder context, String expression) {
        super(context, expression);
    }

    /// Reads one more level of an expression.
    @FunctionalInterface
    interface Level {
        @Nullable AstNode read(boolean required) throws ScanException, ParseException;
    }

    /// Whether this is next; what is within quotes is not.
    final boolean next(String image) {
        return is(getToken(), image);
    }

    static boolean is(Scanner.Token token, String image) {
        return token.getSymbol() != Symbol.STRING && image.equals(token.getImage());
    }

    /// Passes this if it is next.
    final boolean passed(String image) throws ScanException, ParseException {
        boolean there = next(image);
        if (there) {
            consumeToken();
        }
        return there;
    }

    final AstNode needed(@Nullable AstNode node) throws ParseException {
        if (node == null) {
            fail("an expression");
            throw new IllegalStateException("fail returned");
        }
        return node;
    }

    @Override
    protected @Nullable AstNode expr(boolean required) throws ScanException, ParseException {
        AstNode value = or(required);
        while (value != null && passed("if")) {
            AstNode condition = needed(or(true));
            value = choice(condition, value, passed("else") ? needed(expr(true)) : null);
        }
        return value;
    }

    private static AstNode choice(AstNode condition, AstNode chosen, @Nullable AstNode otherwise) {
        return new Computed(r ->
                Values.truth(result(condition, r))
                        ? result(chosen, r)
                        : otherwise == null
                                ? new Undefined("the inline if has no else")
                                : result(otherwise, r));
    }

    @Override
    protected @Nullable AstNode or(boolean required) throws ScanException, ParseException {
        AstNode left = and(required);
        while (left != null && passed("or")) {
            AstNode a = left;
            AstNode b = needed(and(true));
            left =
                    new Computed(r -> {
                        Object value = result(a, r);
                        return Values.truth(value) ? value : result(b, r);
                    });
        }
        return left;
    }

    @Override
    protected @Nullable AstNode and(boolean required) throws ScanException, ParseException {
        AstNode left = not(required);
        while (left != null && passed("and")) {
            AstNode a = left;
            AstNode b = needed(not(true));
            left =
                    new Computed(r -> {
                        Object value = result(a, r);
                        return Values.truth(value) ? result(b, r) : value;
                    });
        }
        return left;
    }

    private @Nullable AstNode not(boolean required) throws ScanException, ParseException {
        if (passed("not")) {
            AstNode operand = needed(not(true));
            return new Computed(r -> !Values.truth(result(operand, r)));
        }
        return cmp(required);
    }

    /// `1 < x <= 3` holds if each part of it does.
    @Override
    protected @Nullable AstNode cmp(boolean required) throws ScanException, ParseException {
        AstNode first = add(required);
        if (first == null) {
            return null;
        }
        List<AstNode> operands = new ArrayList<>(List.of(first));
        List<String> operators = new ArrayList<>();
        for (String operator = comparison(); operator != null; operator = comparison()) {
            operators.add(operator);
            operands.add(needed(add(true)));
        }
        return operators.isEmpty() ? first : chain(operands, operators);
    }

    private static AstNode chain(List<AstNode> operands, List<String> operators) {
        return new Computed(r -> {
            Object left = result(operands.getFirst(), r);
            for (int i = 0; i < operators.size(); i++) {
                Object right = result(operands.get(i + 1), r);
                if (!Comparisons.holds(left, operators.get(i), right)) {
                    return false;
                }
                left = right;
            }
            return true;
        });
    }

    private @Nullable String comparison() throws ScanException, ParseException {
        if (next("not") && is(lookahead(0), "in")) {
            consumeToken();
            consumeToken();
            return "not in";
        }
        for (String operator : List.of("==", "!=", "<=", ">=", "<", ">", "in")) {
            if (passed(operator)) {
                return operator;
            }
        }
        return null;
    }

    @Override
    protected @Nullable AstNode add(boolean required) throws ScanException, ParseException {
        return operations(required, this::concatenation, List.of("+", "-"));
    }

    private @Nullable AstNode concatenation(boolean required) throws ScanException, ParseException {
        AstNode left = mul(required);
        while (left != null && passed("~")) {
            AstNode a = left;
            AstNode b = needed(mul(true));
            left =
                    new Computed(r ->
                            Markup.joined(Values.text(result(a, r)), Values.text(result(b, r))));
        }
        return left;
    }

    @Override
    protected @Nullable AstNode mul(boolean required) throws ScanException, ParseException {
        return operations(required, this::power, List.of("*", "/", "//", "%"));
    }

    private @Nullable AstNode power(boolean required) throws ScanException, ParseException {
        return operations(required, this::filter, List.of("**"));
    }

    private @Nullable AstNode operations(boolean required, Level level, List<String> operators)
            throws ScanException, ParseException {
        AstNode left = level.read(required);
        while (left != null) {
            String operator = operators.stream().filter(this::next).findFirst().orElse(null);
            if (operator == null) {
                break;
            }
            consumeToken();
            AstNode a = left;
            AstNode b = needed(level.read(true));
            left = new Computed(r -> Numbers.calculate(result(a, r), operator, result(b, r)));
        }
        return left;
    }

    @Override
    protected @Nullable AstNode unary(boolean required) throws ScanException, ParseException {
        if (passed("-")) {
            AstNode operand = needed(unary(true));
            return new Computed(r -> Numbers.calculate(0L, "-", result(operand, r)));
        }
        if (passed("+")) {
            return unary(true);
        }
        AstNode value = value();
        return required ? needed(value) : value;
    }
}
