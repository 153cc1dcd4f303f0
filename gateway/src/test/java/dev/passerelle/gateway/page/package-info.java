/// Tests that read the web page as people do, in a browser.
@NullMarked
package dev.passerelle.gateway.page;

import org.jspecify.annotations.NullMarked;
