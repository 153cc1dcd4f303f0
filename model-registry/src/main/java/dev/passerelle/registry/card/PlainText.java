package dev.passerelle.registry.card;

import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/// The text of a piece of a document, without its marks, images and HTML.
final class PlainText {

    private PlainText() {}

    /// The text below a node. Goes through the tree by hand: it may be deeper than a stack.
    static String below(Node root) {
        StringBuilder text = new StringBuilder();
        for (Node node = root.getFirstChild(); node != null; node = following(node, root)) {
            switch (node) {
                case Text leaf -> text.append(leaf.getLiteral());
                case Code leaf -> text.append(leaf.getLiteral());
                case SoftLineBreak _, HardLineBreak _ -> text.append(' ');
                default -> {}
            }
        }
        return text.toString();
    }

    /// The next node in reading order, which is not below an image.
    static @Nullable Node following(Node node, Node root) {
        Node child = node instanceof Image ? null : node.getFirstChild();
        return child != null ? child : after(node, root);
    }

    /// The next node in reading order that isn't below this one.
    static @Nullable Node after(Node node, Node root) {
        for (Node at = node; at != null && !at.equals(root); at = at.getParent()) {
            if (at.getNext() != null) {
                return at.getNext();
            }
        }
        return null;
    }
}
