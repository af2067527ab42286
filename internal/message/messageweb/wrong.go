package messageweb

import (
	"context"

	"yrkesresan/internal/platform/lang"
)

// wrong is the sentence at a field, or "".
func wrong(ctx context.Context, all map[string]string, field string) string {
	if key := all[field]; key != "" {
		return lang.T(ctx, key)
	}
	return ""
}
