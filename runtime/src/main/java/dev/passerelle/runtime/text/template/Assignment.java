package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.SetTag;
import com.hubspot.jinjava.objects.Namespace;
import com.hubspot.jinjava.tree.parse.TagToken;
import java.util.List;

/// `set`: what Jinjava's would silently take otherwise is refused.
final class Assignment extends SetTag {

    private static final long serialVersionUID = 1;

    @Override
    public void executeSet(
            TagToken tag,
            JinjavaInterpreter interpreter,
            String[] names,
            List<?> values,
            boolean overridesDeferred) {
        if (names.length == 1 && values.size() > 1) {
            throw new TemplateException("{% set %} of several values to one name");
        }
        for (String name : names) {
            int dot = name.indexOf('.');
            if (dot >= 0
                    && (names.length > 1
                            || !(interpreter.getContext().get(name.substring(0, dot))
                                    instanceof Namespace))) {
                throw new TemplateException(
                        "{%% set %s %%} needs a namespace".formatted(name.strip()));
            }
        }
        super.executeSet(tag, interpreter, names, values, overridesDeferred);
    }
}
