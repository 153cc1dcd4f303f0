// Server-sent events of a response body, read as the HTML standard describes them: lines end in \n, \r or \r\n, events
// in an empty line, and the network may cut anywhere, within a character too.

export class EventParser {
  #rest = '';
  #data = [];
  #afterReturn = false;

  /** Takes the next piece of text and gives the data of each event that it completed. */
  push(piece) {
    if (piece === '') {
      return [];
    }
    const fresh = this.#afterReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    this.#afterReturn = piece.endsWith('\r');
    const lines = (this.#rest + fresh).split(/\r\n|\n|\r/);
    this.#rest = lines.pop();
    return lines.flatMap(line => this.#line(line));
  }

  #line(line) {
    if (line === '') {
      const event = this.#data;
      this.#data = [];
      return event.length ? [event.join('\n')] : [];
    }
    if (line === 'data' || line.startsWith('data:')) {
      this.#data.push(line.slice('data:'.length).replace(/^ /, ''));
    }
    return [];
  }
}

/** The data of each event of a body, as they arrive. */
export async function* events(body) {
  const parser = new EventParser();
  const decoder = new TextDecoder();
  const reader = body.getReader(); // no pipe: what it holds would be lost when the connection breaks after an error event
  try {
    for (;;) {
      const {done, value} = await reader.read();
      if (done) {
        return;
      }
      yield* parser.push(decoder.decode(value, {stream: true}));
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
