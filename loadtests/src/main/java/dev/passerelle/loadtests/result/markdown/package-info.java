/// Results as tables in Markdown, and documents that hold them.
@NullMarked
package dev.passerelle.loadtests.result.markdown;

import org.jspecify.annotations.NullMarked;
