package italk.engine.impl.work;

/** How a call is inside of foreign code, and what that counts for in its {@link Places}. */
enum Presence {
  /** It may be using a processor. */
  COMPUTING(1, 1, 0, 0),
  /** It has used a processor for longer than calls of this code usually take. */
  SUSPECT(1, 1, 1, 0),
  /** It waits for something: a disk, a network, a lock. */
  WAITING(1, 0, 0, 0),
  /** Given up and interrupted, it has not come back and uses a processor. One is too many. */
  STUCK_COMPUTING(1, 1, 1, Places.MAX_STUCK),
  /** Given up and interrupted, it has not come back and costs a thread. */
  STUCK_WAITING(1, 0, 0, 1),
  /** It has come back. */
  GONE(0, 0, 0, 0);

  final int inside;
  final int computing;
  final int suspect;
  final int stuck;

  Presence(int inside, int computing, int suspect, int stuck) {
    this.inside = inside;
    this.computing = computing;
    this.suspect = suspect;
    this.stuck = stuck;
  }
}
