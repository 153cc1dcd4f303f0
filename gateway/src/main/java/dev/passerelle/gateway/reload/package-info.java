/// Taking a changed configuration over while serving.
@NullMarked
package dev.passerelle.gateway.reload;

import org.jspecify.annotations.NullMarked;
