"""Pure Python helpers every room may use: actor, refusal, dates, words, postal addresses. Knows nothing of ours."""
