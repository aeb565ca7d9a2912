package italk.engine.impl.hook;

import italk.engine.api.extension.FailurePolicy;

/**
 * Why a gate is shut.
 *
 * @param name the extension that is enabled and not active; or what else is waited for
 * @param failurePolicy what counts when it was waited for long enough
 */
record Absence(String name, FailurePolicy failurePolicy) {}
