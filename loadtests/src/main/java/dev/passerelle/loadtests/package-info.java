/// Load generation against any OpenAI-compatible endpoint: open and closed loop, with reports.
/// Still empty; issue 7 fills it.
@NullMarked
package dev.passerelle.loadtests;

import org.jspecify.annotations.NullMarked;
