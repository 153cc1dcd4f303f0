package dev.passerelle.runtime.constrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.InferenceException;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexAndGrammarTest {

    private final Random random = new Random(5);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a|b*",
                "(ab|cd){2,5}x?",
                "[a-zé日-本]+",
                "[^\\d\\s]{1,20}",
                "\\w+@\\w+\\.(com|org)",
                "^\\d{3}-\\d{4}$",
                "(?:a|(?<n>b))+?",
                "\\x41\\u00e9[\\]\\-]",
                ".{3}",
                "\\p{Lu}\\p{L}*",
                "(a{0,40}b){0,40}"
            })
    void textsMatchAsJavaMatchesThem(String pattern) {
        Pattern java = Pattern.compile(pattern.replace("^", "").replace("[\\d", "[^\\d"));
        ConstraintState start = TestTokens.start(new Constraint.Regex(pattern));
        for (int i = 0; i < 20; i++) {
            TestTokens.sample(start.copy(), random, 60)
                    .ifPresent(text -> assertThat(text).matches(java));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'a|b*',bbb,true",
        "'a|b*',ab,false",
        "'(a|b)+c',ababc,true",
        "'[^a]',é,true",
        "'.',🙂,true",
        "a{2},aaa,false"
    })
    void matchesTheWholeText(String pattern, String text, boolean matches) {
        assertThat(TestTokens.accepts(new Constraint.Regex(pattern), text, random))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a", "a)", "[a", "*a", "a{3,1}", "(?!a)", "\\b", "a++", "a^b", "\\", "\\q", "(?i)a"
            })
    void refusesWhatItCannotHonour(String pattern) {
        assertThatThrownBy(() -> TestTokens.start(new Constraint.Regex(pattern)))
                .isInstanceOf(InferenceException.InvalidInput.class)
                .hasMessageContaining("regular expression: ");
    }

    @Test
    void aGrammarMayContainItself() {
        Constraint sums =
                new Constraint.Grammar(
                        """
                        # sums of numbers
                        root ::= term (("+" | '-') term)*
                        term ::= [0-9]{1,3} |
                                 "(" root ")"
                        """);
        assertThat(TestTokens.accepts(sums, "12+(3-(4+100))", random)).isTrue();
        assertThat(TestTokens.accepts(sums, "12+(3", random)).isFalse();
        assertThat(TestTokens.accepts(sums, "1234", random)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    a ::= "b";there is no rule 'root'
                    root ::= b;rule 'b' is used but not defined
                    root ::= root "a" | "b";begins with itself
                    root ::= a "x" | "b"\\na ::= "y"? root;begins with itself
                    root ::= "a;without end
                    root = "a";without ::=
                    root ::= "a"\\nroot ::= "b";defined twice
                    """)
    void saysWhatIsWrongWithAGrammar(String grammar, String message) {
        assertThatThrownBy(() ->
                        TestTokens.start(new Constraint.Grammar(grammar.replace("\\n", "\n"))))
                .isInstanceOf(InferenceException.InvalidInput.class)
                .hasMessageContaining(message);
    }

    @Test
    void combinesConstraints() {
        Constraint call =
                new Constraint.Sequence(
                        List.of(
                                new Constraint.OneOf(
                                        List.of(
                                                new Constraint.Literal("name"),
                                                new Constraint.Literal("named"))),
                                new Constraint.JsonObject(),
                                new Constraint.Literal("!")));
        Constraint text = new Constraint.Triggered("<<", call);
        assertThat(TestTokens.accepts(text, "a < b << no", random)).isFalse();
        assertThat(TestTokens.accepts(text, "a < b <<named{}! <<name{\"a\":1}!<", random)).isTrue();
        assertThat(TestTokens.accepts(text, "a <<named{}", random)).isFalse();
        assertThat(
                        TestTokens.accepts(
                                new Constraint.Repeated(call, 2, 2), "name{}!name{}!", random))
                .isTrue();
        assertThat(TestTokens.accepts(new Constraint.Repeated(call, 2, 2), "name{}!", random))
                .isFalse();
    }

    @Test
    void nothingButTheEndFollowsAWholeLiteral() {
        ConstraintState state = TestTokens.start(new Constraint.Literal("ab"));
        assertThat(state.mayEnd()).isFalse();
        state.accept('a');
        state.accept('b');
        assertThat(state.mustEnd()).isTrue();
        assertThat(state.mask().allows(TestTokens.END)).isTrue();
        assertThat(state.mask().count()).isEqualTo(1);
    }

    @Test
    void hostileConstraintsEndInBoundedTime() {
        String nested = "(".repeat(200) + "a" + "){0,1000}".repeat(200);
        String balanced = "(".repeat(30) + "a" + ")?{0,1000}".repeat(30);
        assertThatThrownBy(() -> TestTokens.start(new Constraint.Regex(nested)))
                .isInstanceOf(InferenceException.InvalidInput.class);
        assertThatThrownBy(
                        () -> {
                            ConstraintState state =
                                    TestTokens.start(new Constraint.Regex(balanced));
                            for (int i = 0; i < 200; i++) {
                                state.mask();
                                state.accept('a');
                            }
                        })
                .isInstanceOf(InferenceException.InvalidInput.class)
                .hasMessageContaining("too ambiguous");
    }
}
