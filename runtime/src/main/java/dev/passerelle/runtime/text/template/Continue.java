package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.ContinueTag;
import com.hubspot.jinjava.tree.TagNode;

/// `continue`: as {@link Break}.
final class Continue extends ContinueTag {

    @Override
    public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
        Break.refuseMore(tag);
        return super.interpret(tag, interpreter);
    }
}
