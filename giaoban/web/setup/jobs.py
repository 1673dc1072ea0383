"""Long sheets are written by the worker; running the task again changes nothing."""

from procrastinate.contrib.django import app

from giaoban.web.setup import services


@app.task(name="setup.write_sheet")
def write_sheet(job_id: int, user_id: int, sheet: str, file_id: int, promise: str) -> None:
    services.run(job_id=job_id, user_id=user_id, sheet=sheet, file_id=file_id, promise=promise)
