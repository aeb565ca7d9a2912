package italk.itest.faulty;

/** What is appended to a message. One version lacks this class. */
record Mark(String text) {}
