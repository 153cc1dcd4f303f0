package dev.passerelle.registry.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardHtmlTest {

    /// Every tag there may be, with every attribute it may have.
    private static final Pattern ALLOWED =
            Pattern.compile(
                    "</?(p|h[3-6]|ul|ol|li|blockquote|pre|code|em|strong|table|thead|tbody|tr|th|td)>|<br>|<hr>|</a>"
                            + "|<a href=\"(https?://|mailto:)[^\"<>\\s]+\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">",
                    Pattern.CASE_INSENSITIVE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "a <script>alert(1)</script> b",
                "<script\n>alert(1)",
                "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
                "<img src=x onerror=alert(1)>",
                "text <img src=x onerror=\"alert('>')\"> text",
                "<svg/onload=alert(1)>",
                "<div onclick=\"alert(1)\"><p style='position:fixed'>x</p></div>",
                "<scr<script>ipt>alert(1)</scr</script>ipt>",
                "<iframe srcdoc='&lt;script>alert(1)&lt;/script>'></iframe>",
                "<a href=\"javascript:alert(1)\">x</a>",
                "&lt;script&gt;alert(1)&lt;/script&gt;",
                "<div>&lt;script&gt;alert(1)&lt;/script&gt;</div>",
                "[x](javascript:alert(1))",
                "[x](JaVaScRiPt:alert(1))",
                "[x](&#106;avascript:alert(1))",
                "[x](java&#9;script:alert(1))",
                "[x](\\x01javascript:alert(1))",
                "[x](<  javascript:alert(1)>)",
                "[x](vbscript:msgbox(1))",
                "[x](data:text/html;base64,PHNjcmlwdD4=)",
                "[x](//evil.example/)",
                "[x](\\\\\\\\evil.example/)",
                "[x](file:///etc/passwd)",
                "[x](https:javascript:alert)",
                "![x](data:image/svg+xml,<svg onload=alert(1)>)",
                "![x\" onerror=\"alert(1)](https://x.example/\"onerror=alert(1))",
                "[x](https://x.example/'onmouseover='alert(1) \"title\\\" onclick=\\\"x\")",
                "<javascript:alert(1)>",
                "<https://x.example/\"onclick=alert(1)>",
                "[x]: javascript:alert(1)\n\n[x] and ![x]",
                "```\"><script>alert(1)</script>\n</code></pre><script>alert(1)</script>\n```",
                "`<script>alert(1)</script>`",
                "|<script>|<img src=x onerror=alert(1)>|\n|-|:-:|\n|`<b>`|[x](javascript:1)|",
                "# <a id=x name=y class=z>t</a> {#id .class}",
                "<style>@import 'x'</style>\n\n<base href=//evil.example><form action=//e><input name=x>",
                "<![CDATA[<script>alert(1)</script>]]>",
                "<?php echo '<script>' ?>",
                "<!DOCTYPE html>",
                "<!-- <script> --><b>x</b>",
                "<!--><script>alert(1)</script>",
                "x <!-- > <script>alert(1)</script> --> y",
                "<div\u0000><script\u0000>alert(1)</script>",
                "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
                "\u202e[gpj.exe](https://x.example)\u202c",
                "<meta http-equiv=refresh content='0;url=//evil'>"
            })
    void writesNothingThatActs(String hostile) {
        String html = html(hostile);
        assertThat(ALLOWED.matcher(html).replaceAll("")).doesNotContain("<", ">", "\"");
        assertThat(html).doesNotContain("href=\"javascript", "\u202e", "\u0000");
    }

    @Test
    void keepsWhatRawHtmlSays() {
        assertThat(
                        html(
                                """
                                <div align="center">
                                  <h1>Model &amp; more</h1><img src="x.png" alt="logo">
                                  <p>A <b>fine</b> model.<br>Really &lt;fine&gt;.</p>
                                </div>

                                Text with <sup>raised</sup> tags<br>and a break.
                                """))
                .isEqualTo(
                        """
                        <p>Model &amp; more<br>
                        A<br>
                        fine<br>
                        model.<br>
                        Really &lt;fine&gt;.</p>
                        <p>Text with raised tags<br>and a break.</p>
                        """);
    }

    @Test
    void rendersWhatCardsAreMadeOf() {
        assertThat(
                        html(
                                """
                                # One
                                ##### Five
                                - a
                                - **b**
                                1. x

                                   y
                                > quoted
                                ```python
                                if a < b: pass
                                ```
                                | n | v |
                                |---|--:|
                                | a | `1` |

                                ---
                                """))
                .isEqualTo(
                        """
                        <h3>One</h3>
                        <h6>Five</h6>
                        <ul><li>a</li>
                        <li><strong>b</strong></li>
                        </ul>
                        <ol><li><p>x</p>
                        <p>y</p>
                        </li>
                        </ol>
                        <blockquote><p>quoted</p>
                        </blockquote>
                        <pre><code>if a &lt; b: pass
                        </code></pre>
                        <table><thead><tr><th>n</th><th>v</th></tr>
                        </thead>
                        <tbody><tr><td>a</td><td><code>1</code></td></tr>
                        </tbody>
                        </table>
                        <hr>
                        """);
    }

    @Test
    void showsImagesAsLinks() {
        String attributes = " rel=\"noopener noreferrer nofollow\" target=\"_blank\">";
        assertThat(html("![a *b*](https://x.example/i.png)"))
                .isEqualTo("<p><a href=\"https://x.example/i.png\"" + attributes + "a b</a></p>\n");
        assertThat(html("[![badge](https://x.example/i.png)](https://y.example)"))
                .isEqualTo("<p><a href=\"https://y.example\"" + attributes + "badge</a></p>\n");
        assertThat(html("![](javascript:x)")).isEqualTo("<p>image</p>\n");
    }

    @Test
    void resolvesRelativeLinksOnlyAgainstABase() {
        assertThat(html("[a](docs/x.md) [b](#usage)")).isEqualTo("<p>a b</p>\n");
        URI base = URI.create("https://hub.example/org/name/blob/abc/");
        String html =
                ModelCard.of("[a](./docs/x.md) [b](#usage) [c](/etc) [d](../../../../x)", base)
                        .html();
        assertThat(html)
                .contains("<a href=\"https://hub.example/org/name/blob/abc/docs/x.md\"")
                .contains(" b c ");
        assertThat(html("[mail](mailto:a@x.example)")).contains("<a href=\"mailto:a@x.example\"");
    }

    /// A paragraph is cut after 16 KiB, so that these are of two: more would take longer, not
    /// worse.
    static List<String> pathological() {
        return pathological(1 << 15);
    }

    private static List<String> pathological(int n) {
        return List.of(
                "[".repeat(n),
                "![".repeat(n / 2),
                "[a](".repeat(n / 4),
                "[a](<b".repeat(n / 6),
                "*a ".repeat(n / 3),
                "*a **b ".repeat(n / 7),
                "*a ".repeat(n / 6) + "b* ".repeat(n / 6),
                "![".repeat(2_000) + "](a)".repeat(2_000),
                "> ".repeat(n / 2),
                "- ".repeat(n / 2),
                "1. ".repeat(n / 3),
                "`".repeat(n),
                "`a``b```c````d".repeat(n / 14),
                "<".repeat(n),
                "<a ".repeat(n / 3),
                "<!--".repeat(n / 4),
                "x <![CDATA[".repeat(n / 11),
                "x <?".repeat(n / 4),
                "<pre>" + "<a".repeat(n / 2),
                "<div><script>".repeat(n / 13),
                "<p>".repeat(n / 3),
                "|a".repeat(n / 8) + "|\n" + "|-".repeat(n / 8) + "|\n" + "a|\n".repeat(n / 6),
                ("|a".repeat(99) + "|\n" + "|-".repeat(99) + "|\n" + "a|\n".repeat(400) + "\n")
                        .repeat(500),
                "[a]: https://x.example/" + "y".repeat(1_900) + "\n\n" + "[a] ".repeat(n / 4),
                "[a]: <".repeat(n / 6),
                "a\n".repeat(n / 2),
                "&".repeat(n),
                "\\".repeat(n),
                "_".repeat(n),
                "---\n" + "a: [".repeat(n / 4) + "\n---\n",
                "---\n" + "{".repeat(n) + "\n---\n",
                "---\n" + billionLaughs() + "\n---\nText");
    }

    private static String billionLaughs() {
        StringBuilder yaml = new StringBuilder("tags0: &a0 [lol, lol, lol]\n");
        for (int i = 1; i < 40; i++) {
            yaml.append("tags%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        return yaml.append("tags: *a39\nlicense: mit\n").toString();
    }

    @ParameterizedTest
    @MethodSource("pathological")
    void rendersWhateverComesInBoundedTimeAndSpace(String text) {
        String html = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> html(text));
        assertThat(html.length()).isLessThan(700_000);
    }

    @Test
    void cutsWhatIsTooLong() {
        String nested = "> ".repeat(1 << 19);
        String open = "[".repeat(1 << 20);
        String table = "|a|b|\n|-|-|\n" + "|a|b|\n".repeat(1 << 17);

        assertThat(List.of(html(nested), html(open), html(table)))
                .allMatch(html -> html.length() < 700_000);
    }

    @Test
    void neverFollowsAliases() {
        ModelCard card = ModelCard.of("---\n" + billionLaughs() + "---\n", null);
        assertThat(card.licence()).isEqualTo("mit");
        assertThat(card.tags()).isEmpty();
    }

    private static String html(String text) {
        return ModelCard.of(text, null).html();
    }
}
