package dev.passerelle.registry.card;

import dev.passerelle.registry.card.CardElements.Element;
import java.util.ArrayDeque;
import java.util.Deque;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.jspecify.annotations.Nullable;

/// A document as HTML that can be put into a page: no element and no attribute but those written
/// here, all text escaped. Deep nesting is flattened, and long output is cut with its elements
/// closed. The library's own renderer would recurse as deep as the document, and write without end.
final class CardHtml {

    private static final int LONGEST = 512 << 10;
    private static final int DEEPEST = 64;

    private final CardElements elements;
    private final StringBuilder html = new StringBuilder();
    private final Deque<Open> open = new ArrayDeque<>();
    private int depth;

    /// A node whose children are being written.
    ///
    /// @param element absent if it has none, or is too deep for one
    private record Open(Node node, @Nullable Element element) {}

    private CardHtml(CardLinks links) {
        this.elements = new CardElements(links);
    }

    static String render(Node document, CardLinks links) {
        CardHtml writer = new CardHtml(links);
        writer.write(document);
        return writer.html.toString();
    }

    private void write(Node document) {
        Node node = document.getFirstChild();
        while (node != null && html.length() < LONGEST) {
            Node child = node instanceof Image ? null : node.getFirstChild();
            enter(node);
            if (child == null) {
                leave();
            }
            node = child == null ? next(node, document) : child;
        }
        while (!open.isEmpty()) {
            leave();
        }
    }

    /// What comes after a node that is done; closes what ends on the way.
    private @Nullable Node next(Node done, Node document) {
        for (Node at = done; at != null && !at.equals(document); at = at.getParent()) {
            if (!at.equals(done)) {
                leave();
            }
            if (at.getNext() != null) {
                return at.getNext();
            }
        }
        return null;
    }

    private void enter(Node node) {
        Element element = depth < DEEPEST ? elements.of(node) : null;
        if (element != null) {
            html.append(element.start());
            depth++;
        }
        open.push(new Open(node, element));
        content(node);
    }

    private void leave() {
        Element element = open.pop().element();
        if (element != null) {
            html.append(element.end());
            depth--;
        }
    }

    private void content(Node node) {
        switch (node) {
            case Text text -> html.append(Escaped.text(text.getLiteral()));
            case Code code -> html.append(Escaped.text(code.getLiteral()));
            case FencedCodeBlock code -> html.append(Escaped.text(code.getLiteral()));
            case IndentedCodeBlock code -> html.append(Escaped.text(code.getLiteral()));
            case Image image -> html.append(Escaped.text(label(image)));
            case HtmlBlock raw -> html.append(Escaped.markup(HtmlText.of(raw.getLiteral())));
            case HtmlInline raw -> html.append(HtmlText.isBreak(raw.getLiteral()) ? "<br>" : "");
            case SoftLineBreak _ -> html.append('\n');
            case HardLineBreak _ -> html.append("<br>\n");
            case ThematicBreak _ -> html.append("<hr>\n");
            default -> {}
        }
    }

    private static String label(Image image) {
        String text = PlainText.below(image).strip();
        return text.isEmpty() ? "image" : text;
    }
}
