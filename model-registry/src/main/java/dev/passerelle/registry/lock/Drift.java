package dev.passerelle.registry.lock;

/// One way in which a model is not as it was locked.
///
/// @param model its id
public record Drift(String model, String what) {
    @Override
    public String toString() {
        return model + ": " + what;
    }
}
