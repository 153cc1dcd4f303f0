/// A server of the OpenAI API with programmed latencies and errors and no model, to test load tests
/// with.
@NullMarked
package dev.passerelle.loadtests.stub;

import org.jspecify.annotations.NullMarked;
