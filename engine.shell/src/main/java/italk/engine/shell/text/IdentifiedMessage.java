package italk.engine.shell.text;

import italk.engine.api.Message;

/**
 * A message of which the id is shown, too.
 *
 * @param message which
 */
public record IdentifiedMessage(Message message) {

  /** Such as {@code 0cz1… [2026-11-22 10:32:01] général Alice: Bonjour !}. */
  @Override
  public String toString() {
    return message.id() + " " + Deliveries.datedLine(message);
  }
}
