# The site, for docker-compose.yml, which says what is run of it.
FROM python:3.12-slim-trixie

RUN useradd --create-home --uid 1000 workshop
WORKDIR /srv/workshop
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY manage.py .
COPY workshop workshop
COPY submissions submissions
COPY reviews reviews
COPY schedule schedule
COPY templates templates
ENV VAR_DIR=/var/lib/workshop PYTHONUNBUFFERED=1
# Everything but papers is made here, once: in use, nothing in the image is written to. No secret is
# needed for it, and none stays.
RUN python -m compileall -q . \
    && SECRET_KEY=none python manage.py collectstatic --noinput --verbosity 0
RUN install --directory --owner=workshop --group=workshop $VAR_DIR/files
USER workshop
VOLUME /var/lib/workshop/files
EXPOSE 8000
