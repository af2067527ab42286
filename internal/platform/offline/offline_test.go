package offline_test

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/platform/offline"
)

var now = time.Date(2026, 3, 19, 9, 0, 0, 0, time.UTC)

func TestABatchIsReadWithOurClock(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		sent, at int64 // milliseconds of the phone's clock
		want     time.Time
	}{
		"a clock that is right":               {now.UnixMilli(), now.UnixMilli() - 60_000, now.Add(-time.Minute)},
		"a clock that is a year behind":       {now.AddDate(-1, 0, 0).UnixMilli(), now.AddDate(-1, 0, 0).UnixMilli() - 60_000, now.Add(-time.Minute)},
		"done after it was sent":              {now.UnixMilli(), now.UnixMilli() + 60_000, now},
		"so old that the numbers do not hold": {1 << 61, -(1 << 61), now.Add(-60 * 24 * time.Hour)},
	} {
		items, err := offline.Read(strings.NewReader(fmt.Sprintf(`{"now":%d,"items":[{"id":"a","at":%d,"fields":{"vad":"here"}}]}`, tc.sent, tc.at)), now, "")
		if err != nil || len(items) != 1 || items[0].ID != "a" || items[0].Fields["vad"] != "here" {
			t.Fatalf("%s: %v %+v", name, err, items)
		}
		if !items[0].At.Equal(tc.want) {
			t.Errorf("%s: %s, want %s", name, items[0].At, tc.want)
		}
	}
}

func TestWhatIsNoBatchIsRefusedWhole(t *testing.T) {
	t.Parallel()
	many := strings.Repeat(`{"id":"a","at":1},`, offline.MostItems) + `{"id":"a","at":1}`
	for _, body := range []string{"", "[]", `{"now":"x"}`, `{"items":[{"at":1}]}`, `{"items":[{"id":"` + strings.Repeat("a", 65) + `"}]}`, `{"other":1}`, `{"now":1}x`, `{"items":[` + many + `]}`} {
		if _, err := offline.Read(strings.NewReader(body), now, ""); !errors.Is(err, offline.ErrBatch) {
			t.Errorf("%.40s: %v", body, err)
		}
	}
	if items, err := offline.Read(strings.NewReader(`{"now":1,"items":[]}`), now, ""); err != nil || len(items) != 0 {
		t.Errorf("an empty batch: %v %v", err, items)
	}
}

func TestTheAnswerIsAList(t *testing.T) {
	t.Parallel()
	for want, answers := range map[string][]offline.Answer{
		`{"items":[]}`: nil,
		`{"items":[{"id":"a","state":"taken"},{"id":"b","state":"refused","text":"Nej."}]}`: {{ID: "a", State: offline.Taken}, {ID: "b", State: offline.Refused, Text: "Nej."}},
	} {
		w := httptest.NewRecorder()
		if err := offline.Write(w, answers); err != nil || strings.TrimSpace(w.Body.String()) != want {
			t.Errorf("%v %s, want %s", err, w.Body, want)
		}
	}
}

// Kept pages are thrown away in the night, by the clock of phones: a demonstration's clock may stand elsewhere.
func TestPagesAreKeptUntilTheNight(t *testing.T) {
	t.Parallel()
	last := time.Date(2026, 3, 28, 22, 30, 0, 0, time.UTC) // half past eleven in the evening before summer time
	for name, ahead := range map[string]time.Duration{"the machine's clock": 0, "a clock that is a month ahead": 30 * 24 * time.Hour} {
		ms, err := strconv.ParseInt(offline.NightAfter(last, time.Now().Add(ahead)), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		want := time.Date(2026, 3, 28, 23, 0, 0, 0, time.UTC).Add(-ahead)
		if got := time.UnixMilli(ms); got.Sub(want).Abs() > time.Minute {
			t.Errorf("%s: %s, want %s", name, got.UTC(), want)
		}
	}
}

// A page that somebody left open sends nothing in the name of who signed in after.
func TestABatchOfSomebodyElse(t *testing.T) {
	now := time.Now()
	for who, want := range map[string]error{"a": nil, "b": offline.ErrOther} {
		if _, err := offline.Read(strings.NewReader(`{"now":1,"vem":"a","items":[]}`), now, who); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", who, err, want)
		}
	}
}
