/// What a load test is to do, as flags or a YAML file say it, checked. Nothing here sends anything.
@NullMarked
package dev.passerelle.loadtests.plan;

import org.jspecify.annotations.NullMarked;
