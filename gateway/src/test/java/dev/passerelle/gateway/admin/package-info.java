@NullMarked
package dev.passerelle.gateway.admin;

import org.jspecify.annotations.NullMarked;
