package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import jinjava.de.odysseus.el.tree.Bindings;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;
import jinjava.de.odysseus.el.tree.impl.ast.AstRightValue;
import jinjava.javax.el.ELContext;

/// A part of an expression, as what computes its value.
final class Computed extends AstRightValue {

    private final Work work;

    Computed(Work work) {
        this.work = work;
    }

    /// Computes a value in a rendering.
    @FunctionalInterface
    interface Work {
        Object in(PythonInterpreter rendering);
    }

    /// The value of a node that a {@link PythonParser} made.
    static Object result(AstNode node, PythonInterpreter rendering) {
        if (node instanceof Computed computed) {
            return computed.work.in(rendering);
        }
        throw new TemplateException("%s can't be used here".formatted(node));
    }

    @Override
    public Object eval(Bindings bindings, ELContext context) {
        return work.in((PythonInterpreter) JinjavaInterpreter.getCurrent());
    }

    @Override
    public void appendStructure(StringBuilder out, Bindings bindings) {
        out.append(this);
    }

    @Override
    public int getCardinality() {
        return 0;
    }

    @Override
    public AstNode getChild(int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public String toString() {
        return "expression";
    }
}
