package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.text.Vocabulary;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes constraints ready for one model, on the calling thread. What was compiled lately is kept
/// and shared.
///
/// Safe for use from many threads.
public final class ConstraintCompiler {

    private static final int KEPT = 64;

    /// Configs of all that is kept, beyond which the eldest go.
    private static final int MOST_CONFIGS = 65_536;

    private static final int MOST_CHARACTERS = 1 << 19;

    private final CompiledConstraint.TokenSpellings spellings;
    private final Vocabulary vocabulary;
    private final List<Integer> endTokens;
    private final Map<Constraint, CompiledConstraint> kept = new LinkedHashMap<>(16, 0.75f, true);
    private volatile @Nullable MaskFinder masks;

    /// @param endTokens tokens that end a text
    public ConstraintCompiler(Vocabulary vocabulary, List<Integer> endTokens) {
        this.vocabulary = vocabulary;
        this.endTokens = List.copyOf(endTokens);
        Set<Integer> ends = Set.copyOf(endTokens);
        this.spellings =
                new CompiledConstraint.TokenSpellings() {
                    @Override
                    public byte[] bytes(int token) {
                        return vocabulary.bytes(token);
                    }

                    @Override
                    public boolean ends(int token) {
                        return ends.contains(token);
                    }
                };
    }

    /// Compiles, and finds the first mask.
    ///
    /// @throws InferenceException.InvalidInput if the constraint is damaged, uses what is not
    ///   supported, is too large, or no text satisfies it
    public CompiledConstraint compile(Constraint constraint) {
        synchronized (kept) {
            CompiledConstraint known = kept.get(constraint);
            if (known != null) {
                return known;
            }
        }
        CompiledConstraint compiled = compileAnew(constraint);
        compiled.start().mask();
        synchronized (kept) {
            kept.put(constraint, compiled);
            dropEldest();
        }
        return compiled;
    }

    /// Does now what else the first constraints of a model would wait for.
    public void warmUp() {
        FirstUse.of(this);
    }

    CompiledConstraint compileAnew(Constraint constraint) {
        Rule root = new Rule("root");
        root.define(new Expressions(MOST_CHARACTERS).of(constraint));
        return compile(root);
    }

    private void dropEldest() {
        int configs = kept.values().stream().mapToInt(CompiledConstraint::configs).sum();
        Iterator<CompiledConstraint> eldest = kept.values().iterator();
        while (kept.size() > KEPT || (configs > MOST_CONFIGS && kept.size() > 1)) {
            configs -= eldest.next().configs();
            eldest.remove();
        }
    }

    CompiledConstraint compile(Rule root) {
        return new CompiledConstraint(automaton(root), spellings, masks());
    }

    /// @throws InferenceException.InvalidInput if no text matches
    static Config automaton(Rule root) {
        Productivity.mark(root);
        if (!root.productive()) {
            throw Refusal.because("No text can satisfy the constraint");
        }
        return new Machine().start(new AutomatonBuilder(false).build(root));
    }

    private MaskFinder masks() {
        MaskFinder found = masks;
        if (found == null) {
            synchronized (this) {
                found = masks;
                if (found == null) {
                    found = new MaskFinder(TokenTries.of(vocabulary, endTokens), endTokens);
                    masks = found;
                }
            }
        }
        return found;
    }
}
