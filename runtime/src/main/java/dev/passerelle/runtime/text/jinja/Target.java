package dev.passerelle.runtime.text.jinja;

import java.util.List;

/// Where a value is put.
sealed interface Target {

    void assign(Scope scope, Object value);

    record Variable(String name) implements Target {
        @Override
        public void assign(Scope scope, Object value) {
            scope.set(name, value);
        }
    }

    /// A variable of a namespace.
    record Member(String namespace, String name) implements Target {
        @Override
        public void assign(Scope scope, Object value) {
            if (!(scope.get(namespace) instanceof Namespace(var variables))) {
                throw new TemplateException("cannot assign attribute on non-namespace object");
            }
            variables.put(name, value);
        }
    }

    /// Several, one for each element of the value.
    record Several(List<Target> targets) implements Target {
        @Override
        public void assign(Scope scope, Object value) {
            List<Object> values = Values.iterate(value);
            if (values.size() != targets.size()) {
                throw new TemplateException(
                        "%d values for %d names".formatted(values.size(), targets.size()));
            }
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).assign(scope, values.get(i));
            }
        }
    }
}
