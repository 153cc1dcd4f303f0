package dev.passerelle.runtime.text;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;

/// `{% generation %}`: marks for training what the assistant says; prints its body.
final class GenerationTag implements Tag {

    @Override
    public String getName() {
        return "generation";
    }

    @Override
    public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
        StringBuilder body = new StringBuilder();
        for (Node child : tag.getChildren()) {
            body.append(child.render(interpreter).getValue());
        }
        return body.toString();
    }
}
