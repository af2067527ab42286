package courseweb_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// cpu is what the process has used, in user and system time.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// serve measures a request from the router to the last byte, without the network.
func serve(b *testing.B, method, path, body string, want int) {
	s := newSite(b)
	s.Import(b, os.DirFS("../../../content/courses/basala-hygienrutiner"))
	s.post("/kurs/basala-hygienrutiner/borja")
	before := cpu(b)
	for b.Loop() {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		s.Config.Handler.ServeHTTP(w, r)
		if w.Code != want {
			b.Fatal(w.Code, w.Body.String())
		}
	}
	b.ReportMetric(float64(cpu(b)-before)/float64(b.N)/1e6, "cpu-ms/op")
}

func BenchmarkLessonPage(b *testing.B) {
	serve(b, "GET", "/kurs/basala-hygienrutiner/lektion/sa-sprids-smitta/vanligt-pass", "", http.StatusOK)
}

func BenchmarkCoursePage(b *testing.B) {
	serve(b, "GET", "/kurs/basala-hygienrutiner", "", http.StatusOK)
}

func BenchmarkAnswer(b *testing.B) {
	serve(b, "POST", "/kurs/basala-hygienrutiner/svar/vanligaste-vagen", "svar=1", http.StatusSeeOther)
}

func BenchmarkNextStep(b *testing.B) {
	serve(b, "POST", "/kurs/basala-hygienrutiner/lektion/sa-sprids-smitta/syns-inte", "", http.StatusSeeOther)
}
