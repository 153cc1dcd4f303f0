/// ONNX Runtime's C API through the foreign-function API, as far as a decoder needs it: what the
/// Java API leaves out is binding inputs and outputs once, on the device they lie on.
///
/// Everything here works on the library that the Java API has loaded, so that a process has one.
@NullMarked
package dev.passerelle.runtime.ort.capi;

import org.jspecify.annotations.NullMarked;
