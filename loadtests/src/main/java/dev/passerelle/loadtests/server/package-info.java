/// What the server tells of itself: its Prometheus metrics, read alongside.
@NullMarked
package dev.passerelle.loadtests.server;

import org.jspecify.annotations.NullMarked;
