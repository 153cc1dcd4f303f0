@NullMarked
package dev.passerelle.gateway.openai;

import org.jspecify.annotations.NullMarked;
