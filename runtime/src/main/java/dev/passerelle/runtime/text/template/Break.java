package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.BreakTag;
import com.hubspot.jinjava.lib.tag.ElseIfTag;
import com.hubspot.jinjava.lib.tag.ElseTag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import java.util.List;

/// `break`: Jinjava would print what follows it in the same block.
final class Break extends BreakTag {

    @Override
    public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
        refuseMore(tag);
        return super.interpret(tag, interpreter);
    }

    /// @throws TemplateException if anything follows in the block
    static void refuseMore(TagNode tag) {
        List<Node> block = List.copyOf(tag.getParent().getChildren());
        int next = block.indexOf(tag) + 1;
        if (next < block.size()
                && !(block.get(next) instanceof TagNode other
                        && (other.getTag() instanceof ElseTag
                                || other.getTag() instanceof ElseIfTag))) {
            throw new TemplateException(
                    "text after {%% %s %%} in its block is not supported".formatted(tag.getName()));
        }
    }
}
