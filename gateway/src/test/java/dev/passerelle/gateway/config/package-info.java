@NullMarked
package dev.passerelle.gateway.config;

import org.jspecify.annotations.NullMarked;
