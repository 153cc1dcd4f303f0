package dev.passerelle.runtime.constrained;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Masks against what becomes of each token when it is tried.
class TokenMaskTest {

    private static final Vocabulary VOCABULARY = TestTokens.VOCABULARY;

    static List<Constraint> constraints() {
        return List.of(
                new Constraint.JsonObject(),
                schema("{}"),
                schema("{'type':'string','maxLength':40}"),
                schema("{'type':'string','minLength':3,'maxLength':30}"),
                schema("{'type':'string','pattern':'^(ab|é)*c?$'}"),
                schema(
                        "{'type':'array','items':{'type':'integer','minimum':-5,'maximum':1200},'minItems':2,'maxItems':50}"),
                schema(
                        "{'type':'object','properties':{'a':{'type':'string','maxLength':25},'ab':{'enum':['x','abc',null]},'name':{'type':'string'}},'required':['ab'],'additionalProperties':{'type':'number'}}"),
                schema(
                        "{'$defs':{'t':{'type':'object','properties':{'a':{'type':'array','items':{'$ref':'#/$defs/t'}}}}},'$ref':'#/$defs/t'}"),
                new Constraint.Regex("(ab?c|[^a-x\"]{2,30}|\\p{L}+){1,100}"),
                new Constraint.Regex("((a{0,30}b{0,20}){0,40}|x)+"),
                new Constraint.Grammar(
                        "root ::= word (\" \" word)*\nword ::= [a-z]+ | \"(\" root \")\" | \"\\\"\" . \"\\\"\""),
                new Constraint.Triggered(
                        "{\"na",
                        new Constraint.Sequence(
                                List.of(
                                        new Constraint.Literal("me\""),
                                        new Constraint.JsonObject()))),
                new Constraint.Repeated(
                        new Constraint.OneOf(
                                List.of(
                                        new Constraint.Literal("abc"),
                                        new Constraint.JsonObject())),
                        2,
                        -1));
    }

    private static Constraint schema(String json) {
        return new Constraint.JsonSchema(json.replace('\'', '"'));
    }

    @ParameterizedTest
    @MethodSource("constraints")
    void allowsWhatCanFollow(Constraint constraint) {
        Random random = new Random(7);
        for (int walk = 0; walk < 2; walk++) {
            ConstraintState state = TestTokens.start(constraint);
            for (int step = 0; step < 20 && !state.mustEnd(); step++) {
                TokenMask mask = state.mask();
                assertThat(tokens(mask::allows))
                        .as("step %d of walk %d", step, walk)
                        .isEqualTo(tokens(token -> possible(state, token)));
                state.accept(any(mask, random));
            }
        }
    }

    private static boolean possible(ConstraintState state, int token) {
        if (token == TestTokens.END) {
            return state.mayEnd();
        }
        try {
            state.copy().accept(token);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int any(TokenMask mask, Random random) {
        List<Integer> allowed = tokens(mask::allows);
        allowed.removeIf(token -> token == TestTokens.END);
        return allowed.get(random.nextInt(allowed.size()));
    }

    private static List<Integer> tokens(IntPredicate property) {
        return new ArrayList<>(
                IntStream.range(0, VOCABULARY.size()).filter(property).boxed().toList());
    }
}
