package dev.passerelle.gateway.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Something of each choice, made when it is first needed; the first choice's at once.
final class PerChoice<T> {
    private final List<T> made = new ArrayList<>(1);
    private final IntFunction<T> maker;

    PerChoice(IntFunction<T> maker) {
        this.maker = maker;
        get(0);
    }

    T get(int choice) {
        for (int i = made.size(); i <= choice; i++) {
            made.add(maker.apply(i));
        }
        return made.get(choice);
    }
}
