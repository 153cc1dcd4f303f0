package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.lib.Importable;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jinjava.de.odysseus.el.ExpressionFactoryImpl;
import jinjava.de.odysseus.el.tree.TreeStore;
import jinjava.de.odysseus.el.tree.impl.Cache;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ExpressionFactory;

/// Jinjava with the expressions, filters, tests and tags of Jinja2 as transformers sets it up, and
/// with nothing else: what Jinjava adds, or might do otherwise, is refused by its name.
final class PythonJinjava extends Jinjava {

    private static final long MOST_CHARACTERS = 16L << 20;
    private static final int DEEPEST = 100;
    private static final int CACHED_EXPRESSIONS = 5000;

    /// Tags whose Jinjava form is right.
    private static final Set<String> TAGS =
            Set.of("if", "elif", "else", "for", "set", "macro", "call", "raw", "break", "continue");

    private static final ExpressionFactory EXPRESSIONS =
            new ExpressionFactoryImpl(
                    new TreeStore(new PythonParser.Syntax(), new Cache(CACHED_EXPRESSIONS)));

    static final PythonJinjava INSTANCE = new PythonJinjava();

    private PythonJinjava() {
        super(
                JinjavaConfig.newBuilder()
                        .withNestedInterpretationEnabled(false)
                        .withInterperterFactory(PythonInterpreter.FACTORY)
                        .withElResolver(new CompositeELResolver()) // nothing of Java's
                        .withMaxOutputSize(MOST_CHARACTERS)
                        .withMaxStringLength(MOST_CHARACTERS)
                        .withEnableRecursiveMacroCalls(true)
                        .withMaxMacroRecursionDepth(DEEPEST)
                        .withLegacyOverrides(
                                LegacyOverrides.newBuilder()
                                        .withHandleBackslashInQuotesOnly(true)
                                        .build())
                        .withKeepTrailingNewline(true)
                        .withDisabled(others())
                        .build());
        Context global = getGlobalContext();
        PythonTags.ALL.forEach(global::registerTag);
        Filters.ALL.forEach(global::registerFilter);
        Tests.ALL.forEach(global::registerExpTest);
    }

    @Override
    public ExpressionFactory getExpressionFactory() {
        return EXPRESSIONS;
    }

    /// All that Jinjava brings and that is not known to do as Jinja2 does.
    private static Map<Context.Library, Set<String>> others() {
        Context every = new Context();
        Set<String> tags = names(every.getAllTags());
        tags.removeAll(TAGS);
        tags.removeIf(name -> name.startsWith("end"));
        Set<String> filters = names(every.getAllFilters());
        filters.removeAll(names(Filters.ALL));
        Set<String> tests = names(every.getAllExpTests());
        tests.removeAll(names(Tests.ALL));
        return Map.of(
                Context.Library.TAG, tags,
                Context.Library.FILTER, filters,
                Context.Library.EXP_TEST, tests);
    }

    private static Set<String> names(Collection<? extends Importable> all) {
        return all.stream().map(Importable::getName).collect(Collectors.toCollection(TreeSet::new));
    }
}
