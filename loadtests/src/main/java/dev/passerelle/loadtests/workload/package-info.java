/// What requests ask: prompts of so many tokens, shared prefixes, conversations, and clients that
/// leave early.
@NullMarked
package dev.passerelle.loadtests.workload;

import org.jspecify.annotations.NullMarked;
