/**
 * The extension {@code users_management}: roles and what they allow; bans, mutes and kicks, each
 * recorded.
 *
 * <p>Who owns what: {@code Ledger} holds what is in force, as one immutable {@code Book}, and
 * answers for any thread without a lock. Only {@code Moderation} changes it, on the one thread of
 * its {@code ChangeThread}, where the storage and the engine may block. {@code UsersManagement} are
 * the hooks; they read the ledger.
 */
package italk.ext.users;
