package sheet_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"yrkesresan/internal/staff/sheet"
)

// Some programs declare the content type of macros in every workbook they write. That is no macro.
func TestAWorkbookThatOnlyNamesTheTypeOfMacrosIsRead(t *testing.T) {
	book := excelize.NewFile()
	for i, row := range [][]any{{"Anst.nr", "Namn", "Enhet", "Befattning"}, {"1", "Anna Berg", "Tallen", "Undersköterska"}} {
		if err := book.SetSheetRow("Sheet1", []string{"A1", "A2"}[i], &row); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "personal.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	_, err = sheet.Read(bytes.NewReader(file), int64(len(file)), time.Now(), func(sheet.Row) error { rows++; return nil })
	if err != nil || rows != 1 {
		t.Fatalf("%d rows, %v", rows, err)
	}
}
