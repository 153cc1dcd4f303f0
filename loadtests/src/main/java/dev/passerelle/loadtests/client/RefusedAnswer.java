package dev.passerelle.loadtests.client;

/// The body of an answer whose status says that there is none.
final class RefusedAnswer implements Answer {
    private static final int MOST = 64 << 10;

    private final String status;
    private final Gathered body = new Gathered();

    RefusedAnswer(int status) {
        this.status = "http " + status;
    }

    @Override
    public void take(byte[] bytes, int from, int to, long moment) throws BrokenAnswer {
        if (body.length() + to - from <= MOST) {
            body.add(bytes, from, to);
        }
    }

    @Override
    public String end() {
        return ErrorName.after(status, body.bytes(), 0, body.length());
    }

    @Override
    public Facts facts() {
        return new Facts(Usage.NONE, new long[0], "");
    }
}
