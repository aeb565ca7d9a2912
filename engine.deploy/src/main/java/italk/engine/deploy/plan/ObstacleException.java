package italk.engine.deploy.plan;

/** What speaks against a jar, in words, and makes it useless to look further. */
final class ObstacleException extends Exception {

  private static final long serialVersionUID = 1L;

  ObstacleException(String obstacle) {
    super(obstacle);
  }
}
