package app

import (
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/web"
)

// NewLog writes JSON lines: every request when the program serves, only what is wrong when it runs
// a command. No line says who somebody is but by internal id.
func NewLog(to io.Writer, onlyWrong bool) *slog.Logger {
	level := slog.LevelInfo
	if onlyWrong {
		level = slog.LevelWarn
	}
	return slog.New(slog.NewJSONHandler(to, &slog.HandlerOptions{Level: level, ReplaceAttr: veil}))
}

// telling is what an error from below may quote of what somebody sent: e-mail and network addresses,
// identity and telephone numbers, one-time codes, values that could not be read. The first
// alternative is an id of ours, which stays.
var telling = regexp.MustCompile(`\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|` +
	`[^\s"<>()]+@[^\s"<>()]+|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b|\[[0-9a-f]*:[0-9a-f:.]*(?:%\w+)?\](?::\d+)?|` +
	`\b\d{6,8}[-+ ]?\d{4}\b|\+?\d{2,3}[- ]\d[\d -]{5,}\d|/in/[^\s"]+|parsing "[^"]*"`)

// veil takes it out of errors, our own and those that libraries write as text. Other attributes
// are ids and patterns and stay as they are.
func veil(_ []string, a slog.Attr) slog.Attr {
	if err, ok := a.Value.Any().(error); ok {
		a.Value = slog.StringValue(veiled(err.Error()))
	} else if a.Key == "error" || a.Key == "err" {
		a.Value = slog.StringValue(veiled(a.Value.String()))
	}
	return a
}

func veiled(text string) string {
	return telling.ReplaceAllStringFunc(text, func(found string) string {
		if len(found) == 36 && found[8] == '-' && found[23] == '-' {
			return found
		}
		return "…"
	})
}

// ServerLog takes what net/http says about connections, which names their addresses.
func (a *App) ServerLog() *log.Logger { return log.New(serverLog{a.Log}, "", 0) }

type serverLog struct{ log *slog.Logger }

// Write implements io.Writer.
func (l serverLog) Write(line []byte) (int, error) {
	l.log.Warn("connection", "err", fmt.Errorf("%s", line))
	return len(line), nil
}

// caught answers a request that the program broke on as any other failure, and notes where.
func (a *App) caught(next http.Handler, fail func(http.ResponseWriter, *http.Request, int, *fault.Fault) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			broke := recover()
			switch broke {
			case nil:
				return
			case http.ErrAbortHandler:
				panic(broke) // net/http's own way to drop a connection
			}
			a.Log.ErrorContext(r.Context(), "panic", "pattern", r.Pattern, "person", web.ActorOf(r.Context()).PersonID, "err", fmt.Errorf("%v", broke), "stack", string(debug.Stack()))
			if err := fail(w, r, http.StatusInternalServerError, fault.New(fault.Internal, "internal")); err != nil {
				a.Log.ErrorContext(r.Context(), "error page failed", "err", err)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// lost answers a request whose session could not be read or kept.
func (a *App) lost(w http.ResponseWriter, r *http.Request, frame *page.Frame, err error) {
	a.Log.ErrorContext(r.Context(), "session", "err", err)
	if err := frame.Fail(w, r, http.StatusServiceUnavailable, db.ErrBusy); err != nil {
		a.Log.ErrorContext(r.Context(), "error page failed", "err", err)
	}
}
