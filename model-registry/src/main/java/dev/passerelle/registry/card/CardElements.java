package dev.passerelle.registry.card;

import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.jspecify.annotations.Nullable;

/// Which element a node of a document is.
record CardElements(CardLinks links) {

    /// The page's own headings are `h1` and `h2`.
    private static final int HEADINGS_BELOW = 2;

    private static final int LOWEST_HEADING = 6;

    /// Its tags.
    record Element(String start, String end) {
        static Element inline(String name) {
            return new Element("<" + name + ">", "</" + name + ">");
        }

        static Element block(String name) {
            return new Element("<" + name + ">", "</" + name + ">\n");
        }
    }

    /// The element around a node's content, absent if it has none.
    @Nullable Element of(Node node) {
        return switch (node) {
            case Paragraph paragraph -> isTight(paragraph) ? null : Element.block("p");
            case Heading heading ->
                    Element.block(
                            "h" + Math.min(LOWEST_HEADING, heading.getLevel() + HEADINGS_BELOW));
            case BlockQuote _ -> Element.block("blockquote");
            case BulletList _ -> Element.block("ul");
            case OrderedList _ -> Element.block("ol");
            case ListItem _ -> Element.block("li");
            case FencedCodeBlock _, IndentedCodeBlock _ ->
                    new Element("<pre><code>", "</code></pre>\n");
            case HtmlBlock html ->
                    HtmlText.of(html.getLiteral()).isEmpty() ? null : Element.block("p");
            case Emphasis _ -> Element.inline("em");
            case StrongEmphasis _ -> Element.inline("strong");
            case Code _ -> Element.inline("code");
            case Link link -> link(link.getDestination());
            case Image image -> isInLink(image) ? null : link(image.getDestination());
            default -> table(node);
        };
    }

    private static @Nullable Element table(Node node) {
        return switch (node) {
            case TableBlock _ -> Element.block("table");
            case TableHead _ -> Element.block("thead");
            case TableBody _ -> Element.block("tbody");
            case TableRow _ -> Element.block("tr");
            case TableCell cell -> Element.inline(cell.isHeader() ? "th" : "td");
            default -> null;
        };
    }

    private @Nullable Element link(String address) {
        return links.safe(address)
                .map(safe ->
                        new Element(
                                "<a href=\""
                                        + Escaped.text(safe)
                                        + "\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">",
                                "</a>"))
                .orElse(null);
    }

    /// Whether it stands in a list whose items are one line each.
    private static boolean isTight(Paragraph paragraph) {
        return paragraph.getParent() instanceof ListItem item
                && item.getParent() instanceof ListBlock list
                && list.isTight();
    }

    /// An image in a link gives way to it. Only a few levels are looked at, since more mean
    /// nothing.
    private static boolean isInLink(Node node) {
        Node at = node.getParent();
        for (int level = 0; at != null && level < 8; level++) {
            if (at instanceof Link) {
                return true;
            }
            at = at.getParent();
        }
        return false;
    }
}
