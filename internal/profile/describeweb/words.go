package describeweb

import (
	"context"

	"yrkesresan/internal/platform/lang"
)

// sayIn is the words of what is wrong with a field.
func sayIn(ctx context.Context, wrongs map[string]string, field string) string {
	if key := wrongs[field]; key != "" {
		return lang.T(ctx, key)
	}
	return ""
}
