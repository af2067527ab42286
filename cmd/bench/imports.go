package main

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/xuri/excelize/v2"

	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/db"
)

// imports measures staff files: 20,000 rows of Excel into one municipality, then a file for each
// of the 290, each by the command an operator would use.
func imports(ctx context.Context, o options, c app.Config, engine string) error {
	fresh := app.Config{Data: filepath.Join(o.dir, engine+"-import")}
	if c.Database != "" {
		address, err := emptyDatabase(ctx, c.Database)
		if err != nil {
			return err
		}
		fresh.Database = address
	}
	return importInto(ctx, o, fresh)
}

// emptyDatabase makes another database in the same cluster.
func emptyDatabase(ctx context.Context, address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	d, err := db.Open(address)
	if err != nil {
		return "", err
	}
	defer d.Close()
	if _, err := d.Exec(ctx, `CREATE DATABASE bench_import TEMPLATE template0`); err != nil {
		return "", err
	}
	u.Path = "/bench_import"
	return u.String(), nil
}

func importInto(ctx context.Context, o options, c app.Config) error {
	book := filepath.Join(o.dir, "stor.xlsx")
	if err := writeBook(book, 20_000); err != nil {
		return err
	}
	took, memory, err := staffImport(ctx, o, c, book, "1480")
	if err != nil {
		return err
	}
	fmt.Printf("staff import, Excel, 20000 rows previewed and committed: %.1f s, %d MiB at most\n", took.Seconds(), memory)
	return nationImports(ctx, o, c)
}

func nationImports(ctx context.Context, o options, c app.Config) error {
	a, err := app.Open(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	municipalities, err := a.Tree.Municipalities(ctx, a.Staff.Today())
	if err != nil {
		return err
	}
	if err := a.Close(); err != nil {
		return err
	}
	var all int64
	for _, m := range municipalities {
		all += m.Population
	}
	var total time.Duration
	most, rows := int64(0), 0
	for _, m := range municipalities {
		n := int(m.Population * int64(o.people) / all)
		file := filepath.Join(o.dir, m.Code+".csv")
		if err := writeCSV(file, n); err != nil {
			return err
		}
		took, memory, err := staffImport(ctx, o, c, file, m.Code)
		if err != nil {
			return err
		}
		total, most, rows = total+took, max(most, memory), rows+n
	}
	fmt.Printf("staff import, CSV, %d rows in 290 files: %.0f s, %d MiB at most\n", rows, total.Seconds(), most)
	return nil
}

// staffImport runs the command and gives its time and its peak memory in MiB.
func staffImport(ctx context.Context, o options, c app.Config, file, municipality string) (time.Duration, int64, error) {
	args := []string{"staff", "import", file, "--municipality", municipality, "--max-ended", "100", "--data", c.Data, "--format", "json"}
	if c.Database != "" {
		args = append(args, "--database", c.Database)
	}
	cmd := exec.CommandContext(ctx, o.binary, args...)
	began := time.Now()
	out, err := cmd.Output()
	if err != nil {
		return 0, 0, fmt.Errorf("%s: %w\n%.400s", filepath.Base(file), err, out)
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return time.Since(began), usage.Maxrss / 1024, nil
}

var header = []string{"Anställningsnr", "Förnamn", "Efternamn", "Befattning", "Förvaltning", "Enhet", "Ansvar", "Arbetslag", "E-post", "Mobil", "Anställningsform", "Sysselsättningsgrad", "Startdatum", "Slutdatum", "Kommentar", "Löneart"}

func staffRow(i int) []string {
	titles := []string{"Undersköterska", "Vårdbiträde", "Sjuksköterska", "Stödassistent"}
	return []string{fmt.Sprint(100000 + i), "Förnamn", fmt.Sprintf("Efternamn%d", i), titles[i%4], "Vård och omsorg", fmt.Sprintf("Hemtjänst %d", i/20), fmt.Sprint(40000 + i/20), []string{"Dag", "Natt"}[i%2],
		fmt.Sprintf("p%d@kommun.example", i), "0700000000", "Tillsvidare", "100", "2020-03-01", "", "", ""}
}

func writeCSV(path string, rows int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	line := func(cells []string) {
		for i, c := range cells {
			if i > 0 {
				w.WriteByte(';')
			}
			w.WriteString(c)
		}
		w.WriteString("\r\n")
	}
	line(header)
	for i := range rows {
		line(staffRow(i))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

func writeBook(path string, rows int) error {
	book := excelize.NewFile()
	defer book.Close()
	sheet, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	put := func(n int, cells []string) error {
		out := make([]any, len(cells))
		for i, c := range cells {
			out[i] = c
		}
		return sheet.SetRow(fmt.Sprintf("A%d", n), out)
	}
	if err := put(1, header); err != nil {
		return err
	}
	for i := range rows {
		if err := put(i+2, staffRow(i)); err != nil {
			return err
		}
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	return book.SaveAs(path)
}
