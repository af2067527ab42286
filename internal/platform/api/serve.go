package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/web"
)

// ServeHTTP answers a program: who it is first, then what it asks.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	if strings.HasPrefix(r.URL.Path, Prefix+"openapi") {
		s.mux.ServeHTTP(w, r)
		return
	}
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		key = ""
	}
	c, err := s.Who(r.Context(), strings.TrimSpace(key))
	if errors.Is(err, ErrKey) {
		h.Set("WWW-Authenticate", "Bearer")
		s.write(w, r, s.problemAs(http.StatusUnauthorized, ErrKey))
		return
	}
	if err != nil {
		s.write(w, r, s.problem(r.Context(), err))
		return
	}
	r = r.WithContext(context.WithValue(r.Context(), callerKey{}, c))
	if _, pattern := s.mux.Handler(r); pattern == "" {
		s.write(w, r, s.problemAs(http.StatusNotFound, fault.New(fault.Missing, "api.missing")))
		return
	}
	if once := r.Header.Get("Idempotency-Key"); once != "" && r.Method != http.MethodGet {
		if err := s.once(w, r, c, once); err != nil {
			s.write(w, r, s.problem(r.Context(), err))
		}
		return
	}
	s.mux.ServeHTTP(w, r)
}

// problem turns an error into what the caller reads. What is ours to mend is logged, not told.
func (s *Service) problem(ctx context.Context, err error) *huma.ErrorModel {
	var ready *huma.ErrorModel
	if errors.As(err, &ready) {
		return ready
	}
	f := fault.Of(err)
	if f == nil || f.Kind == fault.Internal {
		s.Log(ctx, err)
		f = fault.New(fault.Internal, "web.internal")
	}
	return s.problemAs(web.Status(f), f)
}

func (s *Service) problemAs(status int, f *fault.Fault) *huma.ErrorModel {
	pairs := make([]any, 0, 2*len(f.Args))
	for name, value := range f.Args {
		pairs = append(pairs, name, value)
	}
	p := &huma.ErrorModel{Type: typeOf(f.Key), Status: status, Title: http.StatusText(status), Detail: f.Key}
	if s.Texts.Has(f.Key) {
		p.Detail = s.Texts.T(f.Key, pairs...)
	}
	if f.Field != "" {
		p.Errors = []*huma.ErrorDetail{{Location: f.Field, Message: p.Detail}}
	}
	return p
}

// typeOf names a kind of problem for programs.
func typeOf(key string) string { return "urn:yrkesresan:" + key }

// inSwedish says in Swedish what the frame found wrong with a request before any handler saw it. What
// was sent is not sent back: it may hold an identity number, and the answer to a write is kept.
func (s *Service) inSwedish(_ huma.Context, _ string, v any) (any, error) {
	if p, ok := v.(*huma.ErrorModel); ok && p.Type == "" {
		p.Type, p.Detail = typeOf("api.request"), s.Texts.T("api.request")
		for _, e := range p.Errors {
			e.Value = nil
		}
	}
	return v, nil
}

func (s *Service) write(w http.ResponseWriter, r *http.Request, p *huma.ErrorModel) {
	body, err := json.Marshal(p)
	if err != nil {
		s.Log(r.Context(), err)
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_, _ = w.Write(body) // who left reads nothing
}

// How long an answer is kept for who asks again, and how long a call may be under way before it is
// taken to have been cut off.
const (
	keepCalls = 7 * 24 * time.Hour
	longest   = 2 * time.Minute
)

// once answers a write that carries a key of its own: the same again gets the same answer, and is
// done once. Only answers that are final are kept.
func (s *Service) once(w http.ResponseWriter, r *http.Request, c Caller, key string) error {
	if len(key) > maxOnce {
		return ErrOnce
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody+1))
	if err != nil {
		return fault.New(fault.Invalid, "api.request")
	}
	sum := sha256.Sum256([]byte(r.Method + " " + r.URL.RequestURI() + "\n" + string(body)))
	had, err := s.claim(r.Context(), c.KeyID, key, hex.EncodeToString(sum[:]))
	if err != nil {
		return err
	}
	if had != nil {
		w.Header().Set("Content-Type", had.kind)
		w.Header().Set("Idempotent-Replay", "true")
		w.WriteHeader(had.status)
		_, _ = w.Write([]byte(had.body))
		return nil
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	rec := &recorder{ResponseWriter: w, status: http.StatusOK}
	s.mux.ServeHTTP(rec, r)
	return s.settle(context.WithoutCancel(r.Context()), c.KeyID, key, rec)
}

// kept is an answer that was given before.
type kept struct {
	status int
	kind   string
	body   string
}

// claim takes the key for this call, or gives the answer that the first one got.
func (s *Service) claim(ctx context.Context, keyID, once, digest string) (had *kept, err error) {
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			INSERT INTO api_call (key_id, once, digest, status, body, made_at)
			VALUES ($1, $2, $3, 0, '', $4)
			ON CONFLICT (key_id, once) DO NOTHING`,
			keyID, once, digest, s.Now())
		if err != nil || n == 1 {
			return err
		}
		type row struct {
			digest, body string
			status       int
			at           time.Time
		}
		r, err := db.One(ctx, tx, func(q db.Scanner) (r row, err error) {
			err = q.Scan(&r.digest, &r.status, &r.body, &r.at)
			return r, err
		}, `
			SELECT digest, status, body, made_at
			FROM api_call
			WHERE key_id = $1 AND once = $2`,
			keyID, once)
		switch {
		case err != nil:
			return err
		case r.digest != digest:
			return ErrOther
		case r.status != 0:
			kind, text, _ := strings.Cut(r.body, "\n")
			had = &kept{r.status, kind, text}
			return nil
		case s.Now().Sub(r.at) < longest:
			return ErrUnderWay
		}
		_, err = tx.Exec(ctx, `
			UPDATE api_call
			SET made_at = $3
			WHERE key_id = $1 AND once = $2`,
			keyID, once, s.Now())
		return err
	})
	return had, err
}

// settle keeps the answer, or lets go of the key when the caller should try again.
func (s *Service) settle(ctx context.Context, keyID, once string, rec *recorder) error {
	if rec.status >= 500 || rec.status == http.StatusTooManyRequests {
		_, err := s.DB.Exec(ctx, `DELETE FROM api_call WHERE key_id = $1 AND once = $2`, keyID, once)
		if err != nil {
			s.Log(ctx, err)
		}
		return nil // the answer is given already
	}
	_, err := s.DB.Exec(ctx, `
		UPDATE api_call
		SET status = $3, body = $4
		WHERE key_id = $1 AND once = $2`,
		keyID, once, rec.status, rec.Header().Get("Content-Type")+"\n"+rec.body.String())
	if err != nil {
		s.Log(ctx, err)
	}
	return nil
}

// Sweep forgets the answers that nobody asks for again.
func Sweep(ctx context.Context, q db.Q, now time.Time) error {
	_, err := q.Exec(ctx, `DELETE FROM api_call WHERE made_at < $1`, now.Add(-keepCalls))
	return err
}

type recorder struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (w *recorder) WriteHeader(code int) { w.status = code; w.ResponseWriter.WriteHeader(code) }

func (w *recorder) Write(b []byte) (int, error) {
	w.body.Write(b)
	return w.ResponseWriter.Write(b)
}
