FROM python:3.12-slim

RUN useradd --create-home --uid 1000 workshop
WORKDIR /srv/workshop
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY manage.py ./
COPY workshop workshop
COPY submissions submissions
COPY reviews reviews
COPY schedule schedule
COPY templates templates
ENV VAR_DIR=/var/lib/workshop PYTHONUNBUFFERED=1
RUN mkdir -p $VAR_DIR && python manage.py collectstatic --noinput --verbosity 0 \
    && rm $VAR_DIR/secret_key && chown -R workshop: $VAR_DIR
USER workshop
VOLUME /var/lib/workshop
EXPOSE 8000
CMD ["gunicorn", "workshop.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--threads=4"]
