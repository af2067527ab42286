package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/may"
)

// resolution measures the journey's rules with their reads, one person after another.
func resolution(ctx context.Context, a *app.App, n *nation) error {
	const people = 300
	began := time.Now()
	for i := range people {
		if _, err := a.Journeys.Of(ctx, may.Operator(), personID(i*n.people/people), a.Staff.Today()); err != nil {
			return err
		}
	}
	fmt.Printf("journey resolved with its reads: %.2f ms a person\n", float64(time.Since(began).Microseconds())/1000/people)
	return nil
}

// visitors makes one-time codes for people spread over the nation.
func visitors(ctx context.Context, a *app.App, n *nation, count int) ([]string, error) {
	codes := make([]string, count)
	for i := range codes {
		who := i * n.people / count
		for who == n.leader() || who == n.owner() { // a second code takes the place of the first
			who++
		}
		c, err := a.Access.GiveCode(ctx, may.Operator(), personID(who), access.ForSignIn)
		if err != nil {
			return nil, err
		}
		codes[i] = c.Code
	}
	return codes, nil
}

// visitor is a signed-in browser with a course begun.
type visitor struct {
	http         *http.Client
	lesson, post string
	form         string
}

// target is a kind of request.
type target struct {
	name string
	send func(v *visitor, base string) (*http.Request, error)
}

var targets = []target{
	{"home", func(_ *visitor, base string) (*http.Request, error) {
		return http.NewRequest("GET", base+"/min-resa", nil)
	}},
	{"lesson", func(v *visitor, base string) (*http.Request, error) {
		return http.NewRequest("GET", base+v.lesson, nil)
	}},
	{"answer saved", func(v *visitor, base string) (*http.Request, error) {
		r, err := http.NewRequest("POST", base+v.post, strings.NewReader(v.form))
		if err == nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		return r, err
	}},
}

// load starts the program and sends requests from 1, 8 and 64 connections.
func load(ctx context.Context, o options, c app.Config, n *nation, codes []string, leader, reader string) error {
	const address = "127.0.0.1:18734"
	args := []string{"serve", "--listen", address, "--data", c.Data}
	if c.Database != "" {
		args = append(args, "--database", c.Database)
	}
	server := exec.CommandContext(ctx, o.binary, args...)
	server.Stderr = io.Discard
	if err := server.Start(); err != nil {
		return err
	}
	defer func() { server.Process.Signal(os.Interrupt); server.Wait() }()
	base := "http://" + address
	if err := waitFor(base + "/readyz"); err != nil {
		return err
	}
	settle(server.Process.Pid)
	visitors, err := signIn(base, codes)
	if err != nil {
		return err
	}
	if err := weight(base, visitors[0]); err != nil {
		return err
	}
	fmt.Printf("%-14s %5s %9s %9s %8s %8s %8s %10s\n", "request", "conn", "req/s", "CPU ms", "p50 ms", "p95 ms", "p99 ms", "database CPU")
	led, err := signIn(base, []string{leader, reader})
	if err != nil {
		return err
	}
	for i, pages := range [][]target{ofManager(n), ofOwner} {
		if err := leading(base, led[i], o, pages, server.Process.Pid); err != nil {
			return err
		}
	}
	for _, t := range targets {
		for _, connections := range []int{1, 8, 64} {
			if err := t.measure(base, visitors, connections, o.each, server.Process.Pid); err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
		}
	}
	return nil
}

func waitFor(address string) error {
	for range 200 {
		if r, err := http.Get(address); err == nil {
			r.Body.Close()
			if r.StatusCode == 200 {
				return nil
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("%s does not answer", address)
}

// signIn uses the codes and begins a course, so that there is a lesson to read.
func signIn(base string, codes []string) ([]*visitor, error) {
	const course = "bemotande"
	var out []*visitor
	for _, code := range codes {
		jar, err := cookiejar.New(nil)
		if err != nil {
			return nil, err
		}
		v := &visitor{http: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport: &http.Transport{MaxIdleConnsPerHost: 4, DisableCompression: true}}}
		if _, err := v.do("POST", base+"/in/"+code, nil); err != nil {
			return nil, err
		}
		if _, err := v.do("POST", base+"/kurs/"+course+"/borja", nil); err != nil {
			return nil, err
		}
		if v.lesson, err = v.findLesson(base, course); err != nil {
			return nil, err
		}
		if err := v.findQuestion(base, course); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func (v *visitor) do(method, address string, form url.Values) (*http.Response, error) {
	r, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := v.http.Do(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(answer.Body)
	answer.Body = io.NopCloser(bytes.NewReader(body))
	if err == nil && answer.StatusCode >= 400 {
		err = fmt.Errorf("%s %s: %s", method, address, answer.Status)
	}
	return answer, err
}

// findLesson finds the first lesson's address on the course's page.
func (v *visitor) findLesson(base, course string) (string, error) {
	r, err := v.do("GET", base+"/kurs/"+course, nil)
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return "", err
	}
	_, after, found := strings.Cut(string(body), `href="/kurs/`+course+`/lektion/`)
	if !found {
		return "", fmt.Errorf("no lesson found in %s", course)
	}
	rest, _, _ := strings.Cut(after, `"`)
	return "/kurs/" + course + "/lektion/" + rest, nil
}

// findQuestion reads on until a step has a question with radio buttons.
func (v *visitor) findQuestion(base, course string) error {
	at := v.lesson
	for range 30 {
		r, err := v.do("GET", base+at, nil)
		if err != nil {
			return err
		}
		body, _ := io.ReadAll(r.Body)
		if action, name, value, ok := radio(string(body), "/kurs/"+course+"/svar/"); ok {
			v.post, v.form = action, url.Values{name: {value}}.Encode()
			return nil
		}
		if r, err = v.do("POST", base+at, nil); err != nil {
			return err
		}
		at = r.Header.Get("Location")
	}
	return fmt.Errorf("no question found in %s", course)
}

// radio finds the first form that posts below prefix and its first radio button.
func radio(body, prefix string) (action, name, value string, ok bool) {
	i := strings.Index(body, `action="`+prefix)
	if i < 0 {
		return
	}
	form := body[i:]
	if end := strings.Index(form, "</form>"); end > 0 {
		form = form[:end]
	}
	k := strings.Index(form, `type="radio"`)
	if k < 0 {
		return
	}
	return attribute(form, "action"), attribute(form[k:], "name"), attribute(form[k:], "value"), true
}

func attribute(text, name string) string {
	_, after, _ := strings.Cut(text, name+`="`)
	value, _, _ := strings.Cut(after, `"`)
	return value
}

// measure sends requests for a time and prints how the server fared.
func (t target) measure(base string, visitors []*visitor, connections int, each time.Duration, pid int) error {
	var all sync.WaitGroup
	var failed atomic.Value
	took := make([][]time.Duration, connections)
	server, database := cpu(pid), databaseCPU()
	began := time.Now()
	for c := range connections {
		all.Go(func() {
			v := visitors[c%len(visitors)]
			for time.Since(began) < each {
				one := time.Now()
				if err := t.once(v, base); err != nil {
					failed.Store(err)
					return
				}
				took[c] = append(took[c], time.Since(one))
			}
		})
	}
	all.Wait()
	if err, ok := failed.Load().(error); ok {
		return err
	}
	spent := time.Since(began)
	flat := slices.Concat(took...)
	slices.Sort(flat)
	n := float64(len(flat))
	fmt.Printf("%-14s %5d %9.0f %9.2f %8.1f %8.1f %8.1f %10.2f\n", t.name, connections, n/spent.Seconds(), (cpu(pid)-server)*1000/n,
		ms(flat, .5), ms(flat, .95), ms(flat, .99), (databaseCPU()-database)*1000/n)
	return nil
}

func (t target) once(v *visitor, base string) error {
	r, err := t.send(v, base)
	if err != nil {
		return err
	}
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := v.http.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 400 {
		return fmt.Errorf("%s", answer.Status)
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return err
}

func ms(sorted []time.Duration, share float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return float64(sorted[min(len(sorted)-1, int(share*float64(len(sorted))))].Microseconds()) / 1000
}

// cpu is the seconds of processor time, user and system, that a process has used.
func cpu(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	return ticks(string(text), 13, 14)
}

// settle waits until what a start sets going is done (index, figures, retention), so that pages are
// measured and not that; it tells how much it was.
func settle(pid int) {
	began, first, quiet := time.Now(), cpu(pid), 0
	for quiet < 4 && time.Since(began) < 10*time.Minute {
		before := cpu(pid)
		time.Sleep(time.Second)
		if quiet++; cpu(pid)-before > 0.05 {
			quiet = 0
		}
	}
	fmt.Printf("work after a start: %.0f s of CPU, quiet after %.0f s\n", cpu(pid)-first, time.Since(began).Seconds())
}

// databaseCPU is that of all PostgreSQL processes on the machine, with those that have ended.
func databaseCPU() float64 {
	names, _ := os.ReadDir("/proc")
	total := 0.0
	for _, n := range names {
		if _, err := strconv.Atoi(n.Name()); err != nil {
			continue
		}
		text, err := os.ReadFile("/proc/" + n.Name() + "/stat")
		if err == nil && strings.Contains(string(text), "(postgres)") {
			total += ticks(string(text), 13, 14, 15, 16)
		}
	}
	return total
}

// ticks sums fields of /proc/PID/stat, counted from 0; the name in brackets may hold spaces.
func ticks(stat string, fields ...int) float64 {
	_, after, _ := strings.Cut(stat, ") ")
	parts := strings.Fields(after)
	total := 0.0
	for _, f := range fields {
		if n, err := strconv.ParseFloat(parts[f-2], 64); err == nil {
			total += n / 100 // clock ticks a second on Linux
		}
	}
	return total
}
