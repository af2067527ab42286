package journey

import (
	"testing"
	"time"

	"yrkesresan/internal/record"
)

// Having talked about a course at the workplace is no course day: an item that being there is enough for is not done by it.
func TestMeetingsAtTheWorkplaceAreNoCourseDays(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	facts := []record.Fact{
		{ID: "1", Kind: record.Attended, CourseID: "hygien", Source: record.FromCircle, At: at},
		{ID: "2", Kind: record.Attended, CourseID: "hygien", Source: record.FromCourse, At: at},
		{ID: "3", Kind: record.Revoked, CourseID: "hygien", Source: record.FromCircle, At: at, Revokes: "1"},
	}
	got := planFacts(facts, time.UTC)
	if len(got) != 1 || got[0].ID != "2" {
		t.Errorf("%+v", got)
	}
}
